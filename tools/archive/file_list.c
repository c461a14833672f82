// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "tools/archive/file_list.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BUFFER 65536u /* bytes */

struct FileList {
  int file;
  bool is_null;
  bool has_begun;
  char* name; ///< What was read of the next one [room]
  size_t room;
  size_t n_used; ///< Bytes of buffer[n]
  size_t n;
  char buffer[BUFFER];
};

FileList*
file_list_open(const char* path, bool is_null, Error* error)
{
  FileList* const list = (FileList*)calloc(1, sizeof(FileList));
  if (!list) {
    error_set(error, ERROR_NO_MEMORY);
    return NULL;
  }
  list->is_null = is_null;
  list->file =
      strcmp(path, "-") != 0 ? open(path, O_RDONLY | O_CLOEXEC) : STDIN_FILENO;
  if (list->file < 0) {
    error_set(error, "cannot read this list: %s", strerror(errno));
    free(list);
    return NULL;
  }
  return list;
}

void
file_list_close(FileList* list)
{
  if (list) {
    if (list->file != STDIN_FILENO) {
      close(list->file);
    }
    free(list->name);
    free(list);
  }
}

/// More bytes; false at the end
static bool
fill(FileList* list, Error* error)
{
  ssize_t n = -1;
  do {
    n = read(list->file, list->buffer, BUFFER);
  } while (n < 0 && errno == EINTR);
  if (n < 0) {
    error_set(error, "cannot read this list: %s", strerror(errno));
  }
  list->n = n > 0 ? (size_t)n : 0;
  list->n_used = 0;
  if (!list->has_begun && list->n) {
    list->is_null = list->is_null || memchr(list->buffer, '\0', list->n);
    list->has_begun = true;
  }
  return list->n;
}

/// Add to a name of `length` bytes; false if memory is short
static bool
append(FileList* list, size_t length, const char* bytes, size_t n)
{
  if (length + n >= list->room) {
    const size_t room = 2 * (length + n + 1);
    char* const name = (char*)realloc(list->name, room);
    if (!name) {
      return false;
    }
    list->name = name;
    list->room = room;
  }
  memcpy(list->name + length, bytes, n);
  list->name[length + n] = '\0';
  return true;
}

char*
file_list_next(FileList* list, Error* error)
{
  size_t length = 0;
  while (list->n_used < list->n || fill(list, error)) {
    const char* const begin = list->buffer + list->n_used;
    const size_t rest = list->n - list->n_used;
    const char* const end =
        (const char*)memchr(begin, list->is_null ? '\0' : '\n', rest);
    const size_t n = end ? (size_t)(end - begin) : rest;
    list->n_used += n + (end ? 1u : 0u);
    if (!append(list, length, begin, n)) {
      error_set(error, ERROR_NO_MEMORY);
      return NULL;
    }
    length += n;
    if (end && length) {
      return strdup(list->name);
    }
  }
  return length ? strdup(list->name) : NULL;
}
