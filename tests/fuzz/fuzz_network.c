// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// libFuzzer's target: any bytes as a network file

#include "tests/exercise.h"

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size)
{
  exercise_network(bytes, size);
  return 0;
}
