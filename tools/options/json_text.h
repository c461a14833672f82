// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_JSON_TEXT_H
#define EARMARK_JSON_TEXT_H

#include <jansson.h>
#include <stdio.h>

/// A JSON string from any bytes: what is not UTF-8 becomes U+FFFD
json_t* json_text_of_bytes(const char* bytes);

/// Print an object as a line.  Control characters above ~, which JSON may hold
/// as they are, are escaped, too: a terminal would obey them.
void json_text_print(FILE* stream, const json_t* object);

#endif
