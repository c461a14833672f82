// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _GNU_SOURCE

#include "tests/support/memory_file.h"

#include <assert.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

int
memory_file(const void* bytes, size_t size, char* path)
{
  const int fd = memfd_create("earmark", MFD_CLOEXEC);
  assert(fd >= 0);
  const char* next = (const char*)bytes;
  while (size) {
    const ssize_t written = write(fd, next, size);
    assert(written > 0);
    next += written;
    size -= (size_t)written;
  }
  snprintf(path, MEMORY_FILE_PATH, "/proc/self/fd/%d", fd);
  return fd;
}
