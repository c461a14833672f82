// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_MESSAGE_H
#define EARMARK_MESSAGE_H

#include <stdio.h>

/// Print text that may hold anything, as file names do, within one line:
/// control characters, those of UTF-8 and of 8-bit terminals (C1) among them,
/// become question marks
void message_text(FILE* stream, const char* text);

/// Print on standard error what went wrong with a file: "earmark: PATH: WHAT"
void message_failure(const char* path, const char* what);

#endif
