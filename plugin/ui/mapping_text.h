// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_MAPPING_TEXT_H
#define EARMARK_MAPPING_TEXT_H

#include "plugin/ui/ui_state.h"

#include <stdbool.h>
#include <stdint.h>

/// A mapping (from 0) in words, with its value now, in `text` of `size` bytes,
/// and where that value is between 0 and the highest, in `*level`; false if the
/// mapping is not in use.  [GUI]
bool mapping_text(const UiState* state,
                  uint32_t mapping,
                  char* text,
                  uint32_t size,
                  float* level);

#endif
