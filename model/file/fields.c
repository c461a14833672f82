// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "model/file/fields.h"

#include "model/network.h"

#include <math.h>
#include <string.h>

bool
is_printable(const char* text)
{
  const size_t length = strlen(text);
  if (!length || length > NETWORK_MAX_TEXT) {
    return false;
  }
  for (size_t i = 0; i < length; ++i) {
    const unsigned char c = (unsigned char)text[i];
    const unsigned char next = (unsigned char)text[i + 1];
    if (c < 0x20 || c == 0x7F || (c == 0xC2 && next < 0xA0)) {
      return false;
    }
  }
  return true;
}

json_t*
fields_parse(const char* text, size_t length, const char* where, Error* error)
{
  json_error_t problem = {0};
  json_t* const json =
      json_loadb(text, length, JSON_REJECT_DUPLICATES, &problem);
  if (!json && problem.text[0]) {
    error_set(error, "%s is not valid JSON: %s", where, problem.text);
  } else if (!json) {
    error_set(error, ERROR_NO_MEMORY);
  }
  return json;
}

bool
field_uint(const json_t* object,
           const char* where,
           const char* key,
           uint32_t low,
           uint32_t high,
           uint32_t* value,
           Error* error)
{
  const json_t* const json = json_object_get(object, key);
  const json_int_t number = json_integer_value(json);
  if (!json_is_integer(json) || number < (json_int_t)low ||
      number > (json_int_t)high) {
    error_set(error, "%s: %s is not a whole number in %u..%u", where, key, low,
              high);
    return false;
  }
  *value = (uint32_t)number;
  return true;
}

bool
field_float(const json_t* object,
            const char* where,
            const char* key,
            float low,
            float high,
            float* value,
            Error* error)
{
  const json_t* const json = json_object_get(object, key);
  const double number = json_number_value(json);
  if (!json_is_number(json) || !(number >= (double)low) ||
      !(number <= (double)high)) {
    error_set(error, "%s: %s is not a number in %g..%g", where, key,
              (double)low, (double)high);
    return false;
  }
  *value = (float)number;
  return true;
}

const char*
field_text(const json_t* object,
           const char* where,
           const char* key,
           bool may_be_empty,
           Error* error)
{
  const char* const text = json_string_value(json_object_get(object, key));
  if (!text || !(is_printable(text) || (may_be_empty && !text[0]))) {
    error_set(error, "%s: %s is not a text%s of at most %u bytes", where, key,
              may_be_empty ? "" : ", not empty,", NETWORK_MAX_TEXT);
    return NULL;
  }
  return text;
}

const json_t*
field_array(const json_t* object,
            const char* where,
            const char* key,
            uint32_t low,
            uint32_t high,
            Error* error)
{
  const json_t* const array = json_object_get(object, key);
  const size_t size = json_array_size(array);
  if (!json_is_array(array) || size < low || size > high) {
    error_set(error, "%s: %s is not a list of %u..%u elements", where, key, low,
              high);
    return NULL;
  }
  return array;
}
