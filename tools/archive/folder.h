// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_FOLDER_H
#define EARMARK_FOLDER_H

#include "base/error.h"
#include "tools/archive/names.h"

#include <stdbool.h>
#include <sys/stat.h>

/// The paths of all that lies in a folder, sorted, but for what is hidden:
/// names that begin with a dot.  False with a message if it cannot be read.
bool folder_read(const char* path, Names* names, Error* error);

/// Folders that have been entered
typedef struct FolderSet FolderSet;

/// NULL if memory is short
FolderSet* folder_set_new(void);

void folder_set_free(FolderSet* set);

/// Note a folder; false if it was noted before, by this name or another, or if
/// memory is short
bool folder_set_add(FolderSet* set, const struct stat* status);

#endif
