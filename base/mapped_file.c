// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "base/mapped_file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static FileIdentity
identity_from_stat(const struct stat* status)
{
  const FileIdentity identity = {
      (uint64_t)status->st_dev, (uint64_t)status->st_ino,
      (uint64_t)status->st_size, (int64_t)status->st_mtim.tv_sec,
      (int64_t)status->st_mtim.tv_nsec};
  return identity;
}

static bool
map_descriptor(MappedFile* mapped, int fd, Error* error)
{
  struct stat status;
  if (fstat(fd, &status)) {
    error_set(error, "%s", strerror(errno));
    return false;
  }
  if (!S_ISREG(status.st_mode)) {
    error_set(error, S_ISDIR(status.st_mode) ? "is a directory"
                                             : "is not a regular file");
    return false;
  }
  if (status.st_size <= 0) {
    error_set(error, "is empty");
    return false;
  }

  const size_t size = (size_t)status.st_size;
  void* const data = mmap(NULL, size, PROT_READ, MAP_PRIVATE, fd, 0);
  if (data == MAP_FAILED) {
    error_set(error, "cannot be mapped: %s", strerror(errno));
    return false;
  }
  mapped->data = (const unsigned char*)data;
  mapped->size = size;
  mapped->identity = identity_from_stat(&status);
  return true;
}

bool
mapped_file_open(MappedFile* mapped, const char* path, Error* error)
{
  // O_NONBLOCK: a FIFO must not hang the caller
  const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0) {
    error_set(error, "cannot be opened: %s", strerror(errno));
    return false;
  }
  const bool good = map_descriptor(mapped, fd, error);
  close(fd);
  return good;
}

void
mapped_file_close(MappedFile* mapped)
{
  if (mapped->data) {
    munmap((void*)(uintptr_t)mapped->data, mapped->size);
    mapped->data = NULL;
  }
}

bool
file_identity(const char* path, FileIdentity* identity)
{
  struct stat status;
  if (stat(path, &status)) {
    return false;
  }
  *identity = identity_from_stat(&status);
  return true;
}

bool
file_identity_equal(const FileIdentity* a, const FileIdentity* b)
{
  return a->device == b->device && a->inode == b->inode && a->size == b->size &&
         a->seconds == b->seconds && a->nanoseconds == b->nanoseconds;
}
