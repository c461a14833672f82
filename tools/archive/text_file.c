// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "tools/archive/text_file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define MARK "\xEF\xBB\xBF"

/// All `size` bytes and a 0; NULL if they cannot be read
static char*
read_all(FILE* file, size_t size)
{
  char* const text = (char*)malloc(size + 1);
  const size_t n = text ? fread(text, 1, size, file) : 0;
  if (!text || ferror(file)) {
    free(text);
    return NULL;
  }
  text[n] = '\0';
  if (!strncmp(text, MARK, strlen(MARK))) {
    memmove(text, text + strlen(MARK), n + 1 - strlen(MARK));
  }
  return text;
}

char*
text_file_read(const char* path, Error* error)
{
  struct stat status;
  FILE* const file = fopen(path, "rb");
  char* text = NULL;
  if (!file || fstat(fileno(file), &status)) {
    error_set(error, "cannot read this list: %s", strerror(errno));
  } else if (!S_ISREG(status.st_mode) || status.st_size > TEXT_FILE_MAX) {
    error_set(error, "cannot read this list: it is %s",
              S_ISREG(status.st_mode) ? "too long" : "no file");
  } else {
    text = read_all(file, (size_t)status.st_size);
    if (!text) {
      error_set(error, "cannot read this list: %s", strerror(errno));
    }
  }
  if (file) {
    fclose(file);
  }
  return text;
}

char*
text_file_line(char** rest)
{
  char* line = *rest;
  if (!line || !*line) {
    return NULL;
  }
  const size_t n = strcspn(line, "\r\n");
  char* end = line + n;
  *rest = *end ? end + 1 : end;
  while (end > line && (end[-1] == ' ' || end[-1] == '\t')) {
    --end;
  }
  *end = '\0';
  return line + strspn(line, " \t");
}
