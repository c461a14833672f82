// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/archive/names.h"

#include <stdlib.h>
#include <string.h>

#define FIRST_ROOM 16u

bool
names_take(Names* names, char* text)
{
  if (text && names->n == names->room) {
    const size_t room = names->room ? 2 * names->room : FIRST_ROOM;
    char** const texts = (char**)realloc(names->texts, room * sizeof(char*));
    if (texts) {
      names->texts = texts;
      names->room = room;
    }
  }
  if (!text || names->n == names->room) {
    free(text);
    return false;
  }
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
