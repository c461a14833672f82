// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_TURTLE_H
#define EARMARK_TURTLE_H

#include <stdio.h>

/// Write a string literal, quoted and escaped; `text` is UTF-8.  Whether it
/// worked, ferror() tells.  [setup], as all here.
void turtle_write_string(FILE* out, const char* text);

/// Write a decimal number, finite, whatever the locale
void turtle_write_number(FILE* out, double number);

#endif
