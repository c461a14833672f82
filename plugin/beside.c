// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _GNU_SOURCE // dladdr

#include "plugin/beside.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

char*
beside_library(const void* own, const char* file)
{
  Dl_info info = {NULL, NULL, NULL, NULL};
  const char* const path =
      dladdr(own, &info) && info.dli_fname ? info.dli_fname : "";
  const char* const slash = strrchr(path, '/');
  const size_t folder = slash ? (size_t)(slash - path) + 1 : 0;
  const size_t size = strlen(file) + 1;
  char* const other = (char*)malloc(folder + size);
  if (other) {
    memcpy(other, path, folder);
    memcpy(other + folder, file, size);
  }
  return other;
}
