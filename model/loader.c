// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "model/loader.h"

void*
loader_alloc(Loader* loader, size_t n, size_t size)
{
  void* const memory = arena_alloc(loader->arena, n, size);
  if (!memory) {
    error_set(loader->error, "not enough memory");
  }
  return memory;
}

const char*
loader_string(Loader* loader, const char* string)
{
  const char* const copy = arena_string(loader->arena, string);
  if (!copy) {
    error_set(loader->error, "not enough memory");
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
  json_error_t problem = {0};
  json_t* const json = json_loads(text, JSON_REJECT_DUPLICATES, &problem);
  if (!json) {
    error_set(loader->error, "metadata %s is not valid JSON: %s", key,
              problem.text);
  }
  return json;
}
