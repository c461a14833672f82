// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/archive/names.h"

#include "base/array.h"

#include <stdlib.h>
#include <string.h>

bool
names_take(Names* names, char* text)
{
  char** const texts = text ? (char**)array_grow(names->texts, names->n,
                                                 &names->room, sizeof(char*))
                            : NULL;
  if (!texts) {
    free(text);
    return false;
  }
  names->texts = texts;
  names->texts[names->n++] = text;
  return true;
}

static int
compare(const void* a, const void* b)
{
  return strcmp(*(char* const*)a, *(char* const*)b);
}

void
names_sort(Names* names)
{
  if (names->n) {
    qsort(names->texts, names->n, sizeof(char*), compare);
  }
}

void
names_clear(Names* names)
{
  for (size_t i = 0; i < names->n; ++i) {
    free(names->texts[i]);
  }
  free(names->texts);
  *names = (Names){0};
}
