// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_TERMINAL_H
#define EARMARK_TERMINAL_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/// How many colours text is written in
typedef enum {
  TERMINAL_PLAIN, ///< None
  TERMINAL_8,
  TERMINAL_256,
  TERMINAL_FULL ///< Any
} TerminalColours;

/// When to write in colour
typedef enum {
  TERMINAL_AUTO, ///< Where a terminal has colours and nobody objects
  TERMINAL_ALWAYS,
  TERMINAL_NEVER
} TerminalWhen;

/// Of "auto", "always" or "never"; false if it is none of these
bool terminal_parse(const char* text, TerminalWhen* when);

/// The colours for a stream, by TERM, COLORTERM and NO_COLOR
TerminalColours terminal_colours(FILE* stream, TerminalWhen when);

/// What follows is written in the colour 0xRRGGBB, made such that it can be
/// read on black and on white
void terminal_begin(FILE* stream, TerminalColours colours, uint32_t rgb);

/// What follows is written as usual
void terminal_end(FILE* stream, TerminalColours colours);

/// Columns that a text takes which message_text() writes
uint32_t terminal_width(const char* text);

#endif
