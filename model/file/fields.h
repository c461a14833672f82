// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_FIELDS_H
#define EARMARK_FIELDS_H

#include "base/error.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
  Checked reading of JSON that somebody else wrote.

  `where` names the object in messages ("branches[1]").  All return false or
  NULL with a message when the field is missing, of another type, or out of the
  range given (both ends included).  Numbers that are not finite are in no
  range. [setup], as all here.
*/

/// Parse a text of `length` bytes; no object in it may have a key twice.  The
/// caller decrefs the result.
json_t*
fields_parse(const char* text, size_t length, const char* where, Error* error);

bool field_uint(const json_t* object,
                const char* where,
                const char* key,
                uint32_t low,
                uint32_t high,
                uint32_t* value,
                Error* error);

bool field_float(const json_t* object,
                 const char* where,
                 const char* key,
                 float low,
                 float high,
                 float* value,
                 Error* error);

/// Text of at most NETWORK_MAX_TEXT bytes without control characters
const char* field_text(const json_t* object,
                       const char* where,
                       const char* key,
                       bool may_be_empty,
                       Error* error);

/// Array of low..high elements
const json_t* field_array(const json_t* object,
                          const char* where,
                          const char* key,
                          uint32_t low,
                          uint32_t high,
                          Error* error);

/// True for a text that people can be shown: 1 to NETWORK_MAX_TEXT bytes, no
/// control characters (that it is UTF-8 is the JSON parser's business)
bool is_printable(const char* text);

#endif
