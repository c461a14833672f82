// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_TAG_SYMBOL_H
#define EARMARK_TAG_SYMBOL_H

#include "model/symbol.h"

#include <jansson.h>

/// An LV2 symbol for a tag's name that no tag of a view ("symbol" of each of
/// `tags`) and no port of plugins has
void
tag_symbol_make(char symbol[SYMBOL_SIZE], const char* name, const json_t* tags);

#endif
