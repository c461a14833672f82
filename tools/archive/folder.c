// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "tools/archive/folder.h"

#include "tools/options/path.h"

#include <dirent.h>
#include <errno.h>
#include <search.h>
#include <stdlib.h>
#include <string.h>

/// A folder, by what the system tells it from others
typedef struct {
  dev_t device;
  ino_t number;
} FolderId;

struct FolderSet {
  void* root;     ///< Of a tree of `ids`
  FolderId** ids; ///< [n], owned
  size_t n;
};

/// All names in an open folder; false with errno
static bool
take_names(DIR* folder, const char* path, Names* names)
{
  const size_t length = strlen(path);
  const char* const slash = length && path[length - 1] == '/' ? "" : "/";
  errno = 0;
  for (struct dirent* entry = NULL; (entry = readdir(folder));) {
    if (entry->d_name[0] != '.' &&
        !names_take(names, path_format("%s%s%s", path, slash, entry->d_name))) {
      errno = ENOMEM;
      return false;
    }
    errno = 0;
  }
  return !errno;
}

bool
folder_read(const char* path, Names* names, Error* error)
{
  DIR* const folder = opendir(path);
  const bool good = folder && take_names(folder, path, names);
  if (!good) {
    error_set(error, "cannot read this folder: %s", strerror(errno));
  }
  if (folder) {
    closedir(folder);
  }
  names_sort(names);
  return good;
}

FolderSet*
folder_set_new(void)
{
  return (FolderSet*)calloc(1, sizeof(FolderSet));
}

static int
compare(const void* a, const void* b)
{
  const FolderId* const x = (const FolderId*)a;
  const FolderId* const y = (const FolderId*)b;
  if (x->device != y->device) {
    return x->device < y->device ? -1 : 1;
  }
  return (x->number > y->number) - (x->number < y->number);
}

void
folder_set_free(FolderSet* set)
{
  for (size_t i = 0; set && i < set->n; ++i) {
    tdelete(set->ids[i], &set->root, compare);
    free(set->ids[i]);
  }
  if (set) {
    free(set->ids);
  }
  free(set);
}

/// Keep an id, for when all are freed
static bool
keep(FolderSet* set, FolderId* id)
{
  FolderId** const ids =
      (FolderId**)realloc(set->ids, (set->n + 1) * sizeof(FolderId*));
  if (ids) {
    set->ids = ids;
    ids[set->n++] = id;
  }
  return ids;
}

bool
folder_set_add(FolderSet* set, const struct stat* status)
{
  const FolderId wanted = {status->st_dev, status->st_ino};
  if (tfind(&wanted, &set->root, compare)) {
    return false;
  }
  FolderId* const id = (FolderId*)malloc(sizeof(FolderId));
  if (!id || !keep(set, id)) {
    free(id);
    return false;
  }
  *id = wanted;
  return tsearch(id, &set->root, compare);
}
