// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "model/file/view_names.h"

#include "base/mapped_file.h"
#include "model/file/fields.h"
#include "model/file/safetensors.h"

#include <stdio.h>
#include <string.h>

static bool
read_names(ViewNames* views, const json_t* json, Error* error)
{
  const size_t n = json_array_size(json);
  if (n < 1 || n > NETWORK_MAX_VIEWS) {
    error_set(error, "views is not a list of 1..%u", NETWORK_MAX_VIEWS);
    return false;
  }
  views->n = (uint32_t)n;
  for (size_t i = 0; i < n; ++i) {
    const json_t* const view = json_array_get(json, i);
    const char* const name = json_string_value(json_object_get(view, "name"));
    if (!name || !symbol_is_valid(name)) {
      error_set(error, "views[%u] has no name", (unsigned)i);
      return false;
    }
    snprintf(views->names[i], SYMBOL_SIZE, "%s", name);
  }
  return true;
}

bool
view_names_read(ViewNames* views, const char* path, Error* error)
{
  MappedFile mapped = {.data = NULL};
  if (!mapped_file_open(&mapped, path, error)) {
    return false;
  }
  Safetensors* const file = safetensors_new(mapped.data, mapped.size, error);
  const char* const text = file ? safetensors_metadata(file, "views") : NULL;
  json_t* const json =
      text ? fields_parse(text, strlen(text), "metadata views", error) : NULL;
  if (file && !text) {
    error_set(error, "metadata views is missing");
  }
  const bool found = json && read_names(views, json, error);
  json_decref(json);
  safetensors_free(file);
  mapped_file_close(&mapped);
  return found;
}
