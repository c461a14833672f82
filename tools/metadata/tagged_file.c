// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _XOPEN_SOURCE 700

#include "tools/metadata/tagged_file.h"

#include "tools/export/output_file.h"
#include "tools/metadata/packet_digest.h"
#include "tools/options/path.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BUFFER 65536u /* bytes */

/// False with a message
static bool
explain(Error* error)
{
  error_set(error, "cannot write: %s", strerror(errno));
  return false;
}

/// All bytes of a file
static bool
copy_bytes(const char* path, FILE* output, Error* error)
{
  char buffer[BUFFER];
  FILE* const input = fopen(path, "rb");
  if (!input) {
    error_set(error, "cannot read it: %s", strerror(errno));
    return false;
  }
  for (size_t n = 0; (n = fread(buffer, 1, BUFFER, input));) {
    fwrite(buffer, 1, n, output);
  }
  const bool is_read = !ferror(input);
  fclose(input);
  if (!is_read) {
    error_set(error, "cannot read it: it is not all there");
    return false;
  }
  return (!fflush(output) && !ferror(output)) || explain(error);
}

/// Is what is heard of a file, which has been written aside, as before?
static bool
compare_audio(const char* path, FILE* output, Error* error)
{
  char aside[64];
  uint8_t before[PACKET_DIGEST_SIZE];
  uint8_t after[PACKET_DIGEST_SIZE];
  snprintf(aside, sizeof(aside), "/proc/self/fd/%d", fileno(output));
  if (!packet_digest(path, before, error) ||
      !packet_digest(aside, after, error)) {
    return false;
  }
  if (memcmp(before, after, sizeof(before)) != 0) {
    error_set(error, "its audio would not be the same; it stays as it is");
    return false;
  }
  return true;
}

/// What would be written of the file
static bool
try_edit(const char* path, const TagEdit* edit, bool* written, Error* error)
{
  const int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) {
    error_set(error, "cannot read it: %s", strerror(errno));
    return false;
  }
  const bool good = tag_editor_run(file, edit, false, written, error);
  close(file);
  return good;
}

bool
tagged_file_write(const char* path,
                  const char* target,
                  const TagEdit* edit,
                  bool is_real,
                  bool written[TAG_EDITOR_N_FIELDS],
                  Error* error)
{
  bool any = false;
  if (!try_edit(path, edit, written, error)) {
    return false;
  }
  for (int i = 0; i < TAG_EDITOR_N_FIELDS; ++i) {
    any = any || written[i];
  }
  if (!is_real || (!any && !strcmp(path, target))) {
    return true;
  }
  OutputFile* const output = output_file_open(target, error);
  if (!output) {
    return false;
  }
  FILE* const stream = output_file_stream(output);
  if (!copy_bytes(path, stream, error) ||
      !tag_editor_run(fileno(stream), edit, true, written, error) ||
      !compare_audio(path, stream, error) ||
      (fsync(fileno(stream)) && !explain(error))) {
    output_file_discard(output);
    return false;
  }
  return output_file_close(output, error);
}

/// The folders that lead to a file
static bool
make_folders(char* path)
{
  for (char* c = path; (c = strchr(c, '/')); ++c) {
    *c = '\0';
    const bool good = !*path || !mkdir(path, 0777) || errno == EEXIST;
    *c = '/';
    if (!good) {
      return false;
    }
  }
  return true;
}

char*
tagged_file_target(const char* folder,
                   const char* path,
                   bool is_real,
                   Error* error)
{
  const bool leads_out = !strncmp(path, "../", 3) || strstr(path, "/../");
  char* const whole = leads_out ? realpath(path, NULL) : NULL;
  const char* part = whole ? whole : path;
  part += strspn(part, "/");
  char* const target = path_format("%s/%s", folder, part);
  free(whole);
  if (!target) {
    error_set(error, ERROR_NO_MEMORY);
  } else if (!access(target, F_OK)) {
    error_set(error, "there is a file already: %s", target);
  } else if (is_real && !make_folders(target)) {
    explain(error);
  } else {
    return target;
  }
  free(target);
  return NULL;
}
