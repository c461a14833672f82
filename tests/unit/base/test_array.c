// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// An array that grows keeps its elements, and its size where memory is short

#undef NDEBUG

#include "base/array.h"
#include "tests/support/run.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>

static void
test_grow(void)
{
  uint64_t* numbers = NULL;
  size_t room = 0;
  for (size_t n = 0; n < 10000; ++n) {
    numbers = (uint64_t*)array_grow(numbers, n, &room, sizeof(uint64_t));
    assert(numbers && n < room && room <= 2 * n + 16);
    numbers[n] = n;
  }
  for (size_t n = 0; n < 10000; ++n) {
    assert(numbers[n] == n);
  }
  const size_t before = room;
  assert(array_grow(numbers, room - 1, &room, sizeof(uint64_t)) == numbers);
  assert(room == before);
  free(numbers);
}

static void
test_too_much(void)
{
  char one = 0;
  size_t room = SIZE_MAX / 2 / 8 + 1; // Twice as many have no address
  const size_t before = room;
  assert(!array_grow(&one, room, &room, 8));
  assert(room == before);
}

int
main(void)
{
  RUN(test_grow());
  RUN(test_too_much());
  return 0;
}
