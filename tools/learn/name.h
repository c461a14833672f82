// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_NAME_H
#define EARMARK_NAME_H

#include "model/network.h"

#include <stdbool.h>

/// What name_is_valid() asks for, for messages
#define NAME_RULE NAME_RULE_OF(NETWORK_MAX_TEXT)
#define NAME_RULE_OF(n)                                                        \
  "UTF-8 text of 1 to " NAME_QUOTE(n) " bytes without control characters"
#define NAME_QUOTE(n) #n

/// For messages, where name_is_utf8() says no
#define NAME_NOT_UTF8 "not UTF-8 (Latin-1?): save the table as UTF-8"

/// Is it UTF-8?
bool name_is_utf8(const char* text);

/// May a network or a tag of a network file be called so?
bool name_is_valid(const char* text);

#endif
