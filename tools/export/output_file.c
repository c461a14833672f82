// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _GNU_SOURCE // O_TMPFILE

#include "tools/export/output_file.h"

#include "tools/options/path.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_LINKS 40
#define MAX_DRAFTS 100
#define MAX_LINK_SIZE 4096

struct OutputFile {
  FILE* stream;
  char* path;       ///< With no symbolic link at its end; NULL for `stdout`
  char* draft;      ///< The name that it has aside, or is to get
  bool is_aside;    ///< Else it is written directly
  bool is_nameless; ///< The draft has no name yet
};

static bool
is_standard(const char* path)
{
  return !strcmp(path, "-");
}

/// Is this the file that a descriptor is open for?
static bool
is_open_as(const struct stat* status, int descriptor)
{
  struct stat other;
  return !fstat(descriptor, &other) && other.st_dev == status->st_dev &&
         other.st_ino == status->st_ino;
}

/// How much of a path names its folder, with the slash
static int
folder_length(const char* path)
{
  const char* const slash = strrchr(path, '/');
  return slash ? (int)(slash - path) + 1 : 0;
}

/// What a symbolic link points to, or NULL if `path` is none; to be freed
static char*
follow_link(const char* path)
{
  char target[MAX_LINK_SIZE];
  const ssize_t n = readlink(path, target, sizeof(target) - 1);
  if (n <= 0) {
    return NULL;
  }
  target[n] = '\0';
  return *target == '/'
             ? path_format("%s", target)
             : path_format("%.*s%s", folder_length(path), path, target);
}

/// The path behind all symbolic links at its end, where there need not be a
/// file yet; to be freed
static char*
resolve(const char* path)
{
  char* resolved = path_format("%s", path);
  for (int i = 0; resolved && i < MAX_LINKS; ++i) {
    char* const next = follow_link(resolved);
    if (!next) {
      return resolved;
    }
    free(resolved);
    resolved = next;
  }
  free(resolved);
  errno = ELOOP;
  return NULL;
}

/// A descriptor of a new file in the folder of `file`, or -1
static int
open_nameless(OutputFile* file)
{
#ifdef O_TMPFILE
  const int length = folder_length(file->path);
  char* const folder =
      length ? path_format("%.*s", length, file->path) : path_format("%s", ".");
  const int descriptor =
      folder ? open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0666) : -1;
  free(folder);
  file->is_nameless = descriptor >= 0;
  return descriptor;
#else
  (void)file;
  return -1;
#endif
}

/// Give the file aside a name that nothing has, by making or linking it
static int
name_draft(OutputFile* file, const char* nameless)
{
  int result = -1;
  for (int i = 0; result < 0 && i < MAX_DRAFTS; ++i) {
    free(file->draft);
    file->draft =
        path_format("%.*s.earmark-%ld-%d.part", folder_length(file->path),
                    file->path, (long)getpid(), i);
    if (!file->draft) {
      return -1;
    }
    result = nameless ? linkat(AT_FDCWD, nameless, AT_FDCWD, file->draft,
                               AT_SYMLINK_FOLLOW)
                      : open(file->draft, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC,
                             0666);
    if (result < 0 && errno != EEXIST) {
      break;
    }
  }
  if (result < 0) {
    free(file->draft);
    file->draft = NULL;
  }
  return result;
}

/// `old` is what is there now, or NULL
static bool
open_aside(OutputFile* file, const struct stat* old)
{
  if (old && access(file->path, W_OK)) {
    return false; // A new file would do, but it is write-protected
  }
  file->is_aside = true;
  int descriptor = open_nameless(file);
  if (descriptor < 0) {
    descriptor = name_draft(file, NULL);
  }
  if (descriptor < 0) {
    return false;
  }
  if (old) {
    // As good as it goes: only root may give files away
    const int kept = fchown(descriptor, old->st_uid, old->st_gid);
    (void)fchmod(descriptor, old->st_mode & (kept ? 0777u : 07777u));
  }
  file->stream = fdopen(descriptor, "w+b");
  if (!file->stream) {
    close(descriptor);
  }
  return file->stream;
}

/// Some names stand for what is open already, whatever that is
static bool
is_special(const char* path)
{
  return !strncmp(path, "/dev/", 5) || !strncmp(path, "/proc/", 6);
}

static bool
open_path(OutputFile* file, const char* path)
{
  struct stat status;
  const bool exists = !stat(path, &status);
  if (is_standard(path) || (exists && is_open_as(&status, STDOUT_FILENO))) {
    file->stream = stdout;
    return true;
  }
  if (is_special(path) || (exists && !S_ISREG(status.st_mode))) {
    file->stream = fopen(path, "wb");
    return file->stream;
  }
  file->path = resolve(path);
  return file->path && open_aside(file, exists ? &status : NULL);
}

/// From errno, which is 0 where the reason was seen and lost before
static void
set_error(Error* error)
{
  if (errno) {
    error_set(error, "cannot write: %s", strerror(errno));
  } else {
    error_set(error, "cannot write");
  }
}

OutputFile*
output_file_open(const char* path, Error* error)
{
  OutputFile* const file = (OutputFile*)calloc(1, sizeof(OutputFile));
  if (!file) {
    error_set(error, ERROR_NO_MEMORY);
    return NULL;
  }
  errno = 0;
  if (!open_path(file, path)) {
    set_error(error);
    output_file_discard(file);
    return NULL;
  }
  return file;
}

FILE*
output_file_stream(const OutputFile* file)
{
  return file->stream;
}

/// Name the file, once written, as it is to be called
static bool
put_in_place(OutputFile* file)
{
  if (file->is_nameless) {
    char nameless[64];
    snprintf(nameless, sizeof(nameless), "/proc/self/fd/%d",
             fileno(file->stream));
    if (name_draft(file, nameless) < 0) {
      return false;
    }
  }
  return !rename(file->draft, file->path);
}

bool
output_file_close(OutputFile* file, Error* error)
{
  errno = 0;
  bool good = !ferror(file->stream) && !fflush(file->stream);
  if (good && file->is_aside) {
    good = put_in_place(file);
    if (good) { // Nothing is left to be taken back
      free(file->draft);
      file->draft = NULL;
    }
  }
  if (good && file->stream != stdout) {
    good = !fclose(file->stream);
    file->stream = NULL;
  }
  if (!good) {
    set_error(error);
  }
  output_file_discard(file);
  return good;
}

void
output_file_discard(OutputFile* file)
{
  if (!file) {
    return;
  }
  if (file->stream && file->stream != stdout) {
    fclose(file->stream);
  }
  if (file->draft) {
    unlink(file->draft);
  }
  free(file->draft);
  free(file->path);
  free(file);
}

bool
output_file_is_input(const char* output, const char* input)
{
  struct stat in;
  struct stat out;
  const bool has_input =
      is_standard(input) ? !fstat(STDIN_FILENO, &in) : !stat(input, &in);
  const bool has_output =
      is_standard(output) ? !fstat(STDOUT_FILENO, &out) : !stat(output, &out);
  return has_input && has_output && in.st_dev == out.st_dev &&
         in.st_ino == out.st_ino &&
         (S_ISREG(in.st_mode) || S_ISBLK(in.st_mode));
}
