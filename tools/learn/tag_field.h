// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_TAG_FIELD_H
#define EARMARK_TAG_FIELD_H

#include "base/error.h"
#include "tools/learn/label_table.h"

#include <stdbool.h>
#include <stdint.h>

/// Mark the tags of a field, which ';' or '|' separate, for a file, and add to
/// labels->tags those that are new.  labels->marks is [n_files]
/// [NETWORK_MAX_TAGS] meanwhile; the field is taken apart.  False with a
/// message if a tag is none that a network file could have, or there are too
/// many.
bool
tag_field_read(LabelTable* labels, uint32_t file, char* field, Error* error);

#endif
