// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "plugin/prefix.h"

#include "plugin/beside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool
prefix_find(const void* own, char prefix[URI_MAX_PREFIX])
{
  char* const path = beside_library(own, URI_PREFIX_FILE);
  FILE* const file = path ? fopen(path, "r") : NULL;
  free(path);
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
