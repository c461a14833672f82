// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/learn/name.h"

#include "model/file/fields.h"

#include <jansson.h>

bool
name_is_utf8(const char* text)
{
  json_t* const string = json_string(text); // None if it is not
  const bool is_utf8 = string;
  json_decref(string);
  return is_utf8;
}

bool
name_is_valid(const char* text)
{
  return name_is_utf8(text) && is_printable(text);
}
