// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "tools/learn/tag_field.h"

#include "tools/learn/name.h"

#include <string.h>

#define SEPARATORS ";|"
#define BLANKS " \t\r\n"
#define NO_TAG UINT32_MAX

/// The tag of that name, new if need be; NO_TAG with a message
static uint32_t
find_or_add_tag(LabelTable* labels, const char* name, Error* error)
{
  for (uint32_t t = 0; t < labels->n_tags; ++t) {
    // NOLINTNEXTLINE(clang-analyzer-core.NonNullParamChecker): set up to n_tags
    if (!strcmp(labels->tags[t], name)) {
      return t;
    }
  }
  if (!name_is_utf8(name)) {
    error_set(error, "a tag must be " NAME_RULE ", and one is " NAME_NOT_UTF8);
  } else if (!name_is_valid(name)) {
    error_set(error, "a tag must be " NAME_RULE);
  } else if (labels->n_tags == NETWORK_MAX_TAGS) {
    error_set(error, "more than %u tags", NETWORK_MAX_TAGS);
  } else if (!(labels->tags[labels->n_tags] = strdup(name))) {
    error_set(error, ERROR_NO_MEMORY);
  } else {
    return labels->n_tags++;
  }
  return NO_TAG;
}

bool
tag_field_read(LabelTable* labels, uint32_t file, char* field, Error* error)
{
  char* rest = NULL;
  for (char* part = strtok_r(field, SEPARATORS, &rest); part;
       part = strtok_r(NULL, SEPARATORS, &rest)) {
    part += strspn(part, BLANKS);
    for (size_t n = strlen(part); n && strchr(BLANKS, part[n - 1]); --n) {
      part[n - 1] = '\0';
    }
    const uint32_t tag = *part ? find_or_add_tag(labels, part, error) : 0;
    if (tag == NO_TAG) {
      return false;
    }
    if (*part) {
      labels->marks[(size_t)file * NETWORK_MAX_TAGS + tag] = 1;
    }
  }
  return true;
}
