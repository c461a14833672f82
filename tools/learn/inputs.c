// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "tools/learn/inputs.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

static bool
is_file(const char* path, const struct stat* wanted)
{
  struct stat status;
  return path && !stat(path, &status) && status.st_dev == wanted->st_dev &&
         status.st_ino == wanted->st_ino;
}

const char*
inputs_find(const char* output,
            const char* table,
            const char* network,
            const LabelTable* labels)
{
  struct stat status;
  if (stat(output, &status)) {
    return NULL; // Nothing is there yet
  }
  if (is_file(table, &status)) {
    return table;
  }
  if (is_file(network, &status)) {
    return network;
  }
  for (uint32_t i = 0; i < labels->n_files; ++i) {
    if (is_file(labels->paths[i], &status)) {
      return labels->paths[i];
    }
  }
  return NULL;
}
