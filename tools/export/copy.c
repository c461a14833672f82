// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/export/copy.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define MAX_PATH 4096
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

bool
copy_file(const char* from, const char* to, Error* error)
{
  char draft[MAX_PATH];
  snprintf(draft, sizeof(draft), "%s.new", to);
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
