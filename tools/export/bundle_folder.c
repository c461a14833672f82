// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "tools/export/bundle_folder.h"

#include "plugin/uris.h"
#include "tools/export/copy.h"
#include "tools/options/locate.h"
#include "tools/options/path.h"
#include "ttl/bundle.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool
write_text(const char* path, const char* text, Error* error)
{
  FILE* const file = fopen(path, "w");
  const bool good = file && fprintf(file, "%s\n", text) > 0;
  if ((file && fclose(file)) || !good) {
    error_set(error, "%s: %s", path, strerror(errno));
    return false;
  }
  return true;
}

/// The bundle's folder is new, or has been a bundle of ours before
static bool
open_folder(const char* folder, Error* error)
{
  if (!mkdir(folder, 0777)) {
    return true;
  }
  const int problem = errno;
  char* const path = path_format("%s/" URI_PREFIX_FILE, folder);
  const bool is_ours = problem == EEXIST && path && !access(path, R_OK);
  if (!is_ours) {
    error_set(error, "%s: %s", folder,
              problem == EEXIST ? "exists, and is no bundle made by this "
                                  "command"
                                : strerror(problem));
  }
  free(path);
  return is_ours;
}

/// Copy a file of our own bundle.  If it may be missing, `is_there` is not NULL
/// and becomes false where it is.
static bool
copy_own(const char* own,
         const char* name,
         const char* folder,
         bool* is_there,
         Error* error)
{
  char* const from = path_format("%s/%s", own, name);
  char* const to = path_format("%s/%s", folder, name);
  bool good = from && to;
  if (!good) {
    error_set(error, ERROR_NO_MEMORY);
  } else if (is_there && access(from, R_OK)) {
    *is_there = false;
  } else {
    good = copy_file(from, to, error);
  }
  free(to);
  free(from);
  return good;
}

static bool
write_prefix(const char* folder, const char* prefix, Error* error)
{
  char* const path = path_format("%s/" URI_PREFIX_FILE, folder);
  const bool good = path && write_text(path, prefix, error);
  if (!path) {
    error_set(error, ERROR_NO_MEMORY);
  }
  free(path);
  return good;
}

/// The network, and the Turtle made from it
static bool
write_network(const char* network,
              const char* folder,
              const char* prefix,
              bool has_window,
              Error* error)
{
  char* const path = path_format("%s/" NETWORK_FILE, folder);
  const bool good = path && copy_file(network, path, error) &&
                    bundle_write(path, prefix, folder, has_window, error);
  if (!path) {
    error_set(error, ERROR_NO_MEMORY);
  }
  free(path);
  return good;
}

bool
bundle_folder_make(const char* network,
                   const char* folder,
                   const char* prefix,
                   Error* error)
{
  char* const own = locate_bundle();
  bool has_window = true; // Unless the program was built without it
  if (!own) {
    error_set(error, ERROR_NO_MEMORY);
    return false;
  }
  const bool good = open_folder(folder, error) &&
                    write_prefix(folder, prefix, error) &&
                    copy_own(own, LIBRARY_FILE, folder, NULL, error) &&
                    copy_own(own, WINDOW_FILE, folder, &has_window, error) &&
                    write_network(network, folder, prefix, has_window, error);
  free(own);
  return good;
}
