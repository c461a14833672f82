// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_NAME_H
#define EARMARK_NAME_H

#include <stdbool.h>

/// What name_is_valid() asks for, for messages
#define NAME_RULE "UTF-8 text of 1 to 128 bytes without control characters"

/// For messages, where name_is_utf8() says no
#define NAME_NOT_UTF8 "not UTF-8 (Latin-1?): save the table as UTF-8"

/// Is it UTF-8?
bool name_is_utf8(const char* text);

/// May a network or a tag of a network file be called so?
bool name_is_valid(const char* text);

#endif
