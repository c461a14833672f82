// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _GNU_SOURCE // dladdr

#include "plugin/prefix.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/// Open the file beside the library; NULL if there is none
static FILE*
open_prefix(const void* own)
{
  Dl_info info = {NULL, NULL, NULL, NULL};
  const char* const path =
      dladdr(own, &info) && info.dli_fname ? info.dli_fname : "";
  const char* const slash = strrchr(path, '/');
  const size_t folder = slash ? (size_t)(slash - path) + 1 : 0;
  char* const other = (char*)malloc(folder + sizeof(URI_PREFIX_FILE));
  FILE* file = NULL;
  if (other) {
    memcpy(other, path, folder);
    memcpy(other + folder, URI_PREFIX_FILE, sizeof(URI_PREFIX_FILE));
    file = fopen(other, "r");
  }
  free(other);
  return file;
}

bool
prefix_find(const void* own, char prefix[URI_MAX_PREFIX])
{
  FILE* const file = open_prefix(own);
  if (!file) {
    return false;
  }
  const bool found = fgets(prefix, URI_MAX_PREFIX, file);
  if (found) {
    prefix[strcspn(prefix, "\r\n")] = '\0';
  }
  fclose(file);
  return found;
}
