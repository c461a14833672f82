// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// libFuzzer's target: any bytes as a network file

#include "tests/support/exercise.h"

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

size_t LLVMFuzzerMutate(uint8_t* bytes, size_t size, size_t max_size);

int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size);

size_t LLVMFuzzerCustomMutator(uint8_t* bytes,
                               size_t size,
                               size_t max_size,
                               unsigned seed);

int
LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size)
{
  exercise_network(bytes, size);
  return 0;
}

/// Mutate the header and make its length fit, padded to what tensors need;
/// returns the new size of the file
static size_t
mutate_header(uint8_t* bytes, size_t size, size_t length, size_t max_size)
{
  const size_t n_data = size - 8 - length;
  uint8_t* const data = (uint8_t*)malloc(n_data + 1);
  if (!data) {
    return size;
  }
  memcpy(data, bytes + 8 + length, n_data);
  while (length && bytes[8 + length - 1] == ' ') {
    --length;
  }
  length = LLVMFuzzerMutate(bytes + 8, length, max_size - n_data - 16);
  while (length % 8) {
    bytes[8 + length++] = ' ';
  }
  const uint64_t prefix = length;
  memcpy(bytes, &prefix, 8);
  memcpy(bytes + 8 + length, data, n_data);
  free(data);
  return 8 + length + n_data;
}

size_t
LLVMFuzzerCustomMutator(uint8_t* bytes,
                        size_t size,
                        size_t max_size,
                        unsigned seed)
{
  uint64_t length = 0;
  if (size >= 8) {
    memcpy(&length, bytes, 8);
  }
  // One in eight is left to break the file's outline
  return size >= 8 && length <= size - 8 && size + 64 <= max_size && seed % 8
             ? mutate_header(bytes, size, (size_t)length, max_size)
             : LLVMFuzzerMutate(bytes, size, max_size);
}
