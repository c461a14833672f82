// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/export/copy.h"

#include "tools/options/path.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK 65536

static bool
copy_bytes(FILE* in, FILE* out)
{
  char block[BLOCK];
  for (size_t n = 0; (n = fread(block, 1, BLOCK, in));) {
    if (fwrite(block, 1, n, out) != n) {
      return false;
    }
  }
  return !ferror(in);
}

/// By way of a draft, put in place when it is whole
static bool
copy_by_draft(const char* from, const char* draft, const char* to, Error* error)
{
  FILE* const in = fopen(from, "rb");
  if (!in) {
    error_set(error, "%s: %s", from, strerror(errno));
    return false;
  }
  FILE* const out = fopen(draft, "wb");
  bool good = out && copy_bytes(in, out);
  good = !(out && fclose(out)) && good;
  fclose(in);
  if (!good || rename(draft, to)) {
    error_set(error, "%s: %s", to, strerror(errno));
    remove(draft);
    return false;
  }
  return true;
}

bool
copy_file(const char* from, const char* to, Error* error)
{
  char* const draft = path_format("%s.new", to);
  if (!draft) {
    error_set(error, ERROR_NO_MEMORY);
    return false;
  }
  const bool good = copy_by_draft(from, draft, to, error);
  free(draft);
  return good;
}
