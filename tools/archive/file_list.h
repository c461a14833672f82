// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_FILE_LIST_H
#define EARMARK_FILE_LIST_H

#include "base/error.h"

#include <stdbool.h>

/**
   A list of names being read, however long it is: one a line, or each ended by
   a NUL, as `find -print0` writes them.  Empty names are left out.
*/
typedef struct FileList FileList;

/// Of a file, or standard input if that is "-".  With `is_null`, NULs end
/// names; without, they do where the list begins with some.  NULL with a
/// message.
FileList* file_list_open(const char* path, bool is_null, Error* error);

void file_list_close(FileList* list);

/// The next name, which the caller frees; NULL at the end, with a message if
/// the list could not be read to its end
char* file_list_next(FileList* list, Error* error);

#endif
