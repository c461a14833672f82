// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_TURTLE_H
#define EARMARK_TURTLE_H

#include <stdbool.h>
#include <stdio.h>

/// True if the text is well-formed UTF-8 (RFC 3629)
bool turtle_is_utf8(const char* text);

/// True if the text can be an lv2:symbol
bool turtle_is_symbol(const char* text);

/// Write a string literal, quoted and escaped; `text` is UTF-8
void turtle_write_string(FILE* out, const char* text);

/// Write a decimal number, finite, whatever the locale
void turtle_write_number(FILE* out, double number);

#endif
