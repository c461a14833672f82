// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "model/file/network_file.h"

#include "base/arena.h"
#include "model/file/loader.h"

#include <stdlib.h>
#include <string.h>

/// A network and what its pointers point into
typedef struct {
  Network network; // First, so that one pointer serves for both
  MappedFile mapped;
  Arena* arena;
} NetworkFile;

/// Longest path that messages show whole
#define MAX_PATH_SHOWN 100u

/// "path: problem", in one line whatever the file's names contain
static void
set_error(Error* error, const char* path, const Error* problem)
{
  const size_t length = strlen(path);
  const bool cut = length > MAX_PATH_SHOWN;
  error_set(error, "%s%s: %.140s", cut ? "..." : "",
            cut ? path + length - MAX_PATH_SHOWN : path, problem->text);
  for (char* c = error ? error->text : NULL; c && *c; ++c) {
    if ((unsigned char)*c < 0x20 || *c == 0x7F) {
      *c = '?';
    }
  }
}

static bool
load_all(Loader* loader)
{
  if (!load_settings(loader) || !load_timbre(loader) ||
      !load_branches(loader) || !load_head(loader) || !load_outputs(loader) ||
      !load_views(loader)) {
    return false;
  }
  const char* const unused = safetensors_unused(loader->file);
  if (unused) {
    error_set(loader->error, "tensor %.60s belongs to no layer", unused);
    return false;
  }
  return true;
}

static bool
load_file(NetworkFile* file, const char* path, Error* error)
{
  file->arena = arena_new();
  if (!file->arena) {
    error_set(error, ERROR_NO_MEMORY);
    return false;
  }
  if (!mapped_file_open(&file->mapped, path, error)) {
    return false;
  }
  const MappedFile* const mapped = &file->mapped;
  Safetensors* const tensors =
      safetensors_new(mapped->data, mapped->size, error);
  if (!tensors) {
    return false;
  }
  Loader loader = {&file->network, tensors, file->arena, error};
  file->network.file_size = mapped->size;
  const bool good = load_all(&loader);
  safetensors_free(tensors);
  return good;
}

Network*
network_load(const char* path, Error* error)
{
  Error problem = {ERROR_NO_MEMORY};
  NetworkFile* const file = (NetworkFile*)calloc(1, sizeof(NetworkFile));
  if (!file || !load_file(file, path, &problem)) {
    set_error(error, path, &problem);
    network_free((Network*)file);
    return NULL;
  }
  return &file->network;
}

void
network_free(Network* network)
{
  NetworkFile* const file = (NetworkFile*)network;
  if (file) {
    mapped_file_close(&file->mapped);
    arena_free(file->arena);
    free(file);
  }
}

const FileIdentity*
network_identity(const Network* network)
{
  return &((const NetworkFile*)network)->mapped.identity;
}
