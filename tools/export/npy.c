// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/export/npy.h"

#include "tools/options/path.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEADER_SIZE 128 /* bytes, magic and length included */

struct Npy {
  char* path;
  char* draft; ///< Where it is written until it is complete
  FILE* file;
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

static void
npy_free(Npy* npy)
{
  free(npy->draft);
  free(npy->path);
  free(npy);
}

Npy*
npy_open(const char* path, uint32_t n_columns, Error* error)
{
  Npy* const npy = (Npy*)calloc(1, sizeof(Npy));
  if (!npy) {
    error_set(error, ERROR_NO_MEMORY);
    return NULL;
  }
  npy->n_columns = n_columns;
  npy->path = path_format("%s", path);
  npy->draft = path_format("%s.part", path);
  if (!npy->path || !npy->draft) {
    error_set(error, ERROR_NO_MEMORY);
    npy_free(npy);
    return NULL;
  }
  npy->file = fopen(npy->draft, "wb");
  if (!npy->file || !write_header(npy)) {
    error_set(error, "cannot write %s: %s", path, strerror(errno));
    npy_discard(npy);
    return NULL;
  }
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
  bool ok =
      !fseek(npy->file, 0, SEEK_SET) && write_header(npy) && !ferror(npy->file);
  ok = !fclose(npy->file) && ok;
  npy->file = NULL;
  if (!ok || rename(npy->draft, npy->path)) {
    error_set(error, "cannot write %s", npy->path);
    npy_discard(npy);
    return false;
  }
  npy_free(npy);
  return true;
}

void
npy_discard(Npy* npy)
{
  if (npy) {
    if (npy->file) {
      fclose(npy->file);
    }
    remove(npy->draft);
    npy_free(npy);
  }
}
