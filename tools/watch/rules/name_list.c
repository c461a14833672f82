// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/watch/rules/name_list.h"

#include <string.h>

#define BETWEEN ", \t"

const char*
name_list_next(const char* rest, size_t* length)
{
  rest += strspn(rest, BETWEEN);
  *length = strcspn(rest, BETWEEN);
  return *length ? rest : NULL;
}

bool
name_list_has(const char* list, const char* name)
{
  const size_t wanted = strlen(name);
  size_t length = 0;
  for (const char* at = list; at && (at = name_list_next(at, &length));
       at += length) {
    if (length == wanted && !strncmp(at, name, length)) {
      return true;
    }
  }
  return !list;
}
