// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_NAMES_H
#define EARMARK_NAMES_H

#include <stdbool.h>
#include <stddef.h>

/// Names of files, in order.  All zeros is none; one thread at a time.
typedef struct {
  char** texts; ///< [n], owned
  size_t n;
  size_t room;
} Names;

/// Take a name over, which is freed in any case; false if it is NULL or memory
/// is short
bool names_take(Names* names, char* text);

/// In the order of their bytes, whatever the language
void names_sort(Names* names);

void names_clear(Names* names);

#endif
