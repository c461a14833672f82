// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_SYMBOL_H
#define EARMARK_SYMBOL_H

#include <jansson.h>

#define SYMBOL_SIZE 65 /* bytes, the end included */

/// An LV2 symbol for a tag's name that no tag of a view ("symbol" of each of
/// `tags`) and no fixed port has
void
symbol_make(char symbol[SYMBOL_SIZE], const char* name, const json_t* tags);

#endif
