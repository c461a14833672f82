// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "base/array.h"

#include <stdint.h>
#include <stdlib.h>

#define FIRST_ROOM 16u

void*
array_grow(void* array, size_t n, size_t* room, size_t size)
{
  if (n < *room) {
    return array;
  }
  const size_t more = *room ? 2 * *room : FIRST_ROOM;
  void* const grown =
      *room > SIZE_MAX / 2 / size ? NULL : realloc(array, more * size);
  if (grown) {
    *room = more;
  }
  return grown;
}
