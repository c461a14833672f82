// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/options/path.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
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

char*
path_format(const char* format, ...)
{
  va_list args;
  va_start(args, format);
  const int length = vsnprintf(NULL, 0, format, args);
  va_end(args);
  char* const path = length < 0 ? NULL : (char*)malloc((size_t)length + 1);
  if (path) {
    va_start(args, format);
    vsnprintf(path, (size_t)length + 1, format, args);
    va_end(args);
  }
  return path;
}
