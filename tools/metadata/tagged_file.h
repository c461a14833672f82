// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_TAGGED_FILE_H
#define EARMARK_TAGGED_FILE_H

#include "tools/metadata/tag_editor.h"

#include <stdbool.h>

/**
   Write a file with other tags to `target`, which may be the file itself.

   It is written aside, its audio compared with the file's, packet by packet,
   and put in place when it is complete and on the disk: a failure, at any time,
   leaves what was there before.

   written[f] becomes whether a field is other than before; without `is_real`,
   whether it would be, and nothing is written.  Where nothing is other and
   `target` is the file itself, it stays as it is.  False with a message.
*/
bool tagged_file_write(const char* path,
                       const char* target,
                       const TagEdit* edit,
                       bool is_real,
                       bool written[TAG_EDITOR_N_FIELDS],
                       Error* error);

/// Where the copy of a file goes below a folder: its path, without what leads
/// out of it, as `cp --parents` does.  The folders are made with `is_real`.
/// The caller frees it; NULL with a message, also if there is a file already.
char* tagged_file_target(const char* folder,
                         const char* path,
                         bool is_real,
                         Error* error);

#endif
