// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// Write small good network files into a folder, for the fuzzer to start from

#include "tests/support/exercise.h"
#include "tests/support/random_network.h"

#include <stdio.h>

#define N_SEEDS 16u

int
main(int argc, char** argv)
{
  if (argc != 2) {
    fprintf(stderr, "usage: make_seeds FOLDER\n");
    return 2;
  }
  for (uint32_t i = 0; i < N_SEEDS; ++i) {
    const NetworkShape shape =
        exercise_shape(i % 2 ? PRECISION_FLOAT : PRECISION_INT8, i);
    char path[4096];
    snprintf(path, sizeof(path), "%s/seed-%u", argv[1], i);
    random_network_write(path, &shape, i);
  }
  return 0;
}
