// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_MAPPED_FILE_H
#define EARMARK_MAPPED_FILE_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Which file it is, and which of its versions
typedef struct {
  uint64_t device;
  uint64_t inode;
  uint64_t size;
  int64_t seconds; ///< Of its last change
  int64_t nanoseconds;
} FileIdentity;

/// A regular file mapped read-only.  It must not be cut short or written to
/// while mapped; replacing it (rename) is safe.  [setup]
typedef struct {
  const unsigned char* data;
  size_t size;
  FileIdentity identity;
} MappedFile;

/// False with a message (without the path) if it cannot be mapped
bool mapped_file_open(MappedFile* mapped, const char* path, Error* error);

void mapped_file_close(MappedFile* mapped);

/// False if there is no such file
bool file_identity(const char* path, FileIdentity* identity);

bool file_identity_equal(const FileIdentity* a, const FileIdentity* b);

#endif
