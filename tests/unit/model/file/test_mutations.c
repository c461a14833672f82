// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// Network files with random damage either are refused or work

#undef NDEBUG

#include "tests/support/exercise.h"
#include "tests/support/random.h"
#include "tests/support/random_network.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define N_FILES 12u
#define N_MUTATIONS 1000u

/// Pieces of JSON that may hit a nerve
static const char* const pieces[] = {
    "-1",  "0",      "1e9", "4294967296", "9223372036854775807",
    "0.5", "null",   "[]",  "{}",         "[",
    "}",   "\"",     "\\",  "\"F32\"",    ",",
    "nan", "1e-300", "\n"};

/// Overwrite something in the first `size` bytes
static void
mutate(unsigned char* bytes, size_t size, Random* random)
{
  unsigned char* const place = bytes + random_below(random, (uint32_t)size);
  const size_t left = (size_t)(bytes + size - place);
  const uint32_t n = sizeof(pieces) / sizeof(pieces[0]);
  const char* const piece = pieces[random_below(random, n)];
  switch (random_below(random, 4)) {
  case 0:
    *place = (unsigned char)random_below(random, 256);
    break;
  case 1:
    *place ^= (unsigned char)(1u << random_below(random, 8));
    break;
  case 2:
    memcpy(place, piece, strlen(piece) < left ? strlen(piece) : left);
    break;
  default: { // Another digit for the next digit
    unsigned char* c = place;
    while (c < bytes + size && (*c < '0' || *c > '9')) {
      ++c;
    }
    if (c < bytes + size) {
      *c = (unsigned char)('0' + random_below(random, 10));
    }
  }
  }
}

int
main(void)
{
  Random random = {11};
  unsigned n_loaded = 0;
  for (uint32_t f = 0; f < N_FILES; ++f) {
    const NetworkShape shape =
        exercise_shape(f % 2 ? PRECISION_FLOAT : PRECISION_INT8, f);
    size_t size = 0;
    unsigned char* const bytes = random_network_make(&shape, f, &size);
    unsigned char* const copy = (unsigned char*)malloc(size);
    assert(copy && exercise_network(bytes, size));
    const size_t header = 8u + bytes[0] + 256u * bytes[1];
    for (uint32_t i = 0; i < N_MUTATIONS; ++i) {
      memcpy(copy, bytes, size);
      for (uint32_t n = random_range(&random, 1, 3); n; --n) {
        mutate(copy, random_below(&random, 8) ? header : size, &random);
      }
      const bool cut = !random_below(&random, 16);
      n_loaded += exercise_network(
          copy, cut ? random_below(&random, (uint32_t)size) + 1u : size);
    }
    free(copy);
    free(bytes);
  }
  printf("%u of %u damaged files were loaded\n", n_loaded,
         N_FILES * N_MUTATIONS);
  assert(n_loaded > 0 && n_loaded < N_FILES * N_MUTATIONS);
  return 0;
}
