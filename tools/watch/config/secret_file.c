// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/watch/config/secret_file.h"

#include "tools/options/path.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define CREDENTIALS "CREDENTIALS_DIRECTORY"
#define BLANKS " \t\r\n"

FILE*
secret_file_open(const char* path, Error* error)
{
  static const char prefix[] = "$" CREDENTIALS "/";
  const size_t length = sizeof(prefix) - 1;
  if (strncmp(path, prefix, length) != 0) {
    FILE* const file = fopen(path, "re");
    if (!file) {
      error_set(error, "%s", strerror(errno));
    }
    return file;
  }
  const char* const folder = getenv(CREDENTIALS);
  if (!folder) {
    error_set(error, "this is no service with credentials");
    return NULL;
  }
  char* const whole = path_format("%s/%s", folder, path + length);
  FILE* const file = whole ? fopen(whole, "re") : NULL;
  if (!file) {
    error_set(error, "%s", strerror(errno));
  }
  free(whole);
  return file;
}

bool
secret_file_line(FILE* file, char line[SECRET_FILE_MAX])
{
  while (fgets(line, (int)SECRET_FILE_MAX, file)) {
    const size_t begin = strspn(line, BLANKS);
    size_t end = strlen(line);
    while (end > begin && strchr(BLANKS, line[end - 1])) {
      --end;
    }
    if (end > begin) {
      memmove(line, line + begin, end - begin);
      line[end - begin] = '\0';
      return true;
    }
  }
  return false;
}

bool
secret_file_read(const char* path, char line[SECRET_FILE_MAX], Error* error)
{
  FILE* const file = secret_file_open(path, error);
  if (!file) {
    return false;
  }
  const bool ok = secret_file_line(file, line);
  if (!ok) {
    error_set(error, "it is empty");
  }
  fclose(file);
  return ok;
}
