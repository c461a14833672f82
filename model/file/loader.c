// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "model/file/loader.h"

#include "model/file/fields.h"

#include <stdio.h>
#include <string.h>

void*
loader_alloc(Loader* loader, size_t n, size_t size)
{
  void* const memory = arena_alloc(loader->arena, n, size);
  if (!memory) {
    error_set(loader->error, ERROR_NO_MEMORY);
  }
  return memory;
}

const char*
loader_string(Loader* loader, const char* string)
{
  const char* const copy = arena_string(loader->arena, string);
  if (!copy) {
    error_set(loader->error, ERROR_NO_MEMORY);
  }
  return copy;
}

json_t*
loader_metadata(Loader* loader, const char* key)
{
  const char* const text = safetensors_metadata(loader->file, key);
  if (!text) {
    error_set(loader->error, "metadata %s is missing", key);
    return NULL;
  }
  char where[64];
  snprintf(where, sizeof(where), "metadata %s", key);
  return fields_parse(text, strlen(text), where, loader->error);
}

bool
loader_may_add(Loader* loader, const char* what)
{
  if (!strcmp(loader->network->format, NETWORK_FORMAT_1)) {
    error_set(loader->error,
              "%s is not of format version " NETWORK_FORMAT_1
              " but of " NETWORK_FORMAT_2,
              what);
    return false;
  }
  return true;
}

json_t*
loader_addition(Loader* loader, const char* key)
{
  char where[64];
  snprintf(where, sizeof(where), "metadata %s", key);
  return loader_may_add(loader, where) ? loader_metadata(loader, key) : NULL;
}
