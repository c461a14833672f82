// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _GNU_SOURCE // asprintf()

#include "tools/watch/clip/clip_folder.h"

#include "base/array.h"

#include "tools/watch/clip/clip_format.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define UNFINISHED ".part" /* The end of the name of what is being written */

static bool
add(ClipFolder* folder, const char* name, double written, uint64_t size)
{
  ClipEntry* const entries = (ClipEntry*)array_grow(
      folder->entries, folder->n, &folder->room, sizeof(ClipEntry));
  if (!entries) {
    return false;
  }
  folder->entries = entries;
  ClipEntry* const entry = &folder->entries[folder->n++];
  *entry = (ClipEntry){.written = written, .size = size};
  snprintf(entry->name, sizeof(entry->name), "%s", name);
  folder->bytes += (double)size;
  return true;
}

/// A clip that was being written when the program ended
static bool
is_unfinished(const char* name)
{
  char whole[CLIP_FOLDER_NAME];
  const size_t length = strlen(name);
  const size_t end = strlen(UNFINISHED);
  if (length >= CLIP_FOLDER_NAME + end || length <= end ||
      strcmp(name + length - end, UNFINISHED) != 0) {
    return false;
  }
  snprintf(whole, sizeof(whole), "%.*s", (int)(length - end), name);
  return clip_format_find(whole);
}

static bool
find(ClipFolder* folder, DIR* listing)
{
  bool ok = true;
  for (const struct dirent* i = NULL; ok && (i = readdir(listing));) {
    struct stat status;
    if (is_unfinished(i->d_name)) {
      unlinkat(dirfd(listing), i->d_name, 0);
    } else if (clip_format_find(i->d_name) &&
               strlen(i->d_name) < CLIP_FOLDER_NAME &&
               !fstatat(dirfd(listing), i->d_name, &status,
                        AT_SYMLINK_NOFOLLOW) &&
               S_ISREG(status.st_mode)) {
      ok = add(folder, i->d_name, (double)status.st_mtime,
               (uint64_t)status.st_size);
    }
  }
  return ok;
}

/// The older first; of the same second, by their names, which have the time,
/// too
static int
compare(const void* a, const void* b)
{
  const ClipEntry* const left = (const ClipEntry*)a;
  const ClipEntry* const right = (const ClipEntry*)b;
  const int order =
      (left->written > right->written) - (left->written < right->written);
  return order ? order : strcmp(left->name, right->name);
}

bool
clip_folder_open(ClipFolder* folder,
                 const char* path,
                 double most_age,
                 double most_bytes,
                 Error* error)
{
  *folder = (ClipFolder){
      .path = path, .most_age = most_age, .most_bytes = most_bytes};
  if (mkdir(path, 0777) && errno != EEXIST) {
    error_set(error, "%s: %s", path, strerror(errno));
    return false;
  }
  DIR* const listing = opendir(path);
  if (!listing || access(path, W_OK | X_OK)) {
    error_set(error, "%s: %s", path, strerror(errno));
    if (listing) {
      closedir(listing);
    }
    return false;
  }
  const bool ok = find(folder, listing);
  closedir(listing);
  if (!ok) {
    error_set(error, ERROR_NO_MEMORY);
  } else if (folder->n) {
    qsort(folder->entries, folder->n, sizeof(ClipEntry), compare);
  }
  return ok;
}

void
clip_folder_close(ClipFolder* folder)
{
  free(folder->entries);
  *folder = (ClipFolder){0};
}

/// Returns 0, or errno's value
static int
write_whole(const char* path, const uint8_t* bytes, size_t size)
{
  const int file =
      open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0666);
  if (file < 0) {
    return errno;
  }
  int code = 0;
  for (size_t done = 0; !code && done < size;) {
    const ssize_t n = write(file, bytes + done, size - done);
    code = n < 0 && errno != EINTR ? errno : 0;
    done += n > 0 ? (size_t)n : 0;
  }
  if (close(file) && !code) {
    code = errno;
  }
  return code;
}

bool
clip_folder_write(ClipFolder* folder,
                  const char* name,
                  const uint8_t* bytes,
                  size_t size,
                  double now,
                  Error* error)
{
  char* path = NULL;
  char* unfinished = NULL;
  int code = ENOMEM;
  if (asprintf(&path, "%s/%s", folder->path, name) < 0) {
    path = NULL;
  } else if (asprintf(&unfinished, "%s" UNFINISHED, path) < 0) {
    unfinished = NULL;
  } else {
    code = write_whole(unfinished, bytes, size);
    if (!code && rename(unfinished, path)) {
      code = errno;
    }
    if (code) {
      unlink(unfinished);
    }
  }
  free(unfinished);
  free(path);
  if (!code && !add(folder, name, now, size)) {
    code = ENOMEM;
  }
  if (code) {
    error_set(error, "%s: %s", folder->path, strerror(code));
  }
  return !code;
}

bool
clip_folder_trim(ClipFolder* folder, double now, char name[CLIP_FOLDER_NAME])
{
  const ClipEntry* const oldest = folder->entries;
  char* path = NULL;
  const bool is_old = folder->n && folder->most_age > 0.0 &&
                      now > oldest->written + folder->most_age;
  const bool is_full = folder->n && folder->most_bytes > 0.0 &&
                       folder->bytes > folder->most_bytes;
  if (!is_old && !is_full) {
    return false;
  }
  memcpy(name, oldest->name, CLIP_FOLDER_NAME);
  if (asprintf(&path, "%s/%s", folder->path, oldest->name) >= 0) {
    unlink(path);
    free(path);
  }
  folder->bytes -= (double)oldest->size;
  --folder->n;
  memmove(folder->entries, folder->entries + 1, folder->n * sizeof(ClipEntry));
  return true;
}
