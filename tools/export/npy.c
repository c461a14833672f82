// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/export/npy.h"

#include "tools/export/output_file.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEADER_SIZE 128 /* bytes, magic and length included */

struct Npy {
  OutputFile* output;
  FILE* file; ///< Its stream
  uint32_t n_columns;
  uint64_t n_rows;
};

/// Padded so that it can be written again in place
static bool
write_header(Npy* npy)
{
  char header[HEADER_SIZE + 1];
  const int n = snprintf(header, sizeof(header),
                         "\x93NUMPY\x01%c%c%c{'descr': '<f4', "
                         "'fortran_order': False, "
                         "'shape': (%" PRIu64 ", %" PRIu32 "), }",
                         0, HEADER_SIZE - 10, 0, npy->n_rows, npy->n_columns);
  if (n < 0 || n >= HEADER_SIZE) {
    return false;
  }
  memset(header + n, ' ', (size_t)(HEADER_SIZE - n));
  header[HEADER_SIZE - 1] = '\n';
  return fwrite(header, HEADER_SIZE, 1, npy->file) == 1;
}

Npy*
npy_open(const char* path, uint32_t n_columns, Error* error)
{
  Npy* const npy = (Npy*)calloc(1, sizeof(Npy));
  if (!npy) {
    error_set(error, ERROR_NO_MEMORY);
    return NULL;
  }
  Error problem = {""};
  npy->n_columns = n_columns;
  npy->output = output_file_open(path, &problem);
  if (!npy->output) {
    error_set(error, "%s: %s", path, problem.text);
    free(npy);
    return NULL;
  }
  npy->file = output_file_stream(npy->output);
  write_header(npy); // ferror is checked
  return npy;
}

void
npy_add(Npy* npy, const float* row)
{
  fwrite(row, sizeof(float), npy->n_columns, npy->file); // ferror is checked
  ++npy->n_rows;
}

uint64_t
npy_count(const Npy* npy)
{
  return npy->n_rows;
}

bool
npy_close(Npy* npy, Error* error)
{
  const bool is_whole = !fseek(npy->file, 0, SEEK_SET) && write_header(npy);
  bool good = is_whole;
  if (is_whole) {
    good = output_file_close(npy->output, error);
  } else {
    error_set(error, "cannot write");
    output_file_discard(npy->output);
  }
  free(npy);
  return good;
}

void
npy_discard(Npy* npy)
{
  if (npy) {
    output_file_discard(npy->output);
    free(npy);
  }
}
