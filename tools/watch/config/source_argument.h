// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_SOURCE_ARGUMENT_H
#define EARMARK_SOURCE_ARGUMENT_H

#include "base/arena.h"
#include "tools/watch/station/station.h"

#include <stdbool.h>

/// A source of the command line: "NAME=ADDRESS", unless there is a file of that
/// name, or "ADDRESS".  All else is as by default; texts are in the arena.
/// False if memory is short.
bool
source_argument_read(const char* text, StationSettings* settings, Arena* arena);

#endif
