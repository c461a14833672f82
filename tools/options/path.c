// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/options/path.h"

#include <string.h>

const char*
path_stem(const char* path, int* length)
{
  const char* const slash = strrchr(path, '/');
  const char* const name = slash ? slash + 1 : path;
  const char* const dot = strrchr(name, '.');
  *length = dot && dot != name ? (int)(dot - name) : (int)strlen(name);
  return name;
}
