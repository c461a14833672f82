// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_PLAYLIST_H
#define EARMARK_PLAYLIST_H

#include "base/error.h"
#include "tools/archive/names.h"

#include <stdbool.h>

/// Is it one, by its name?  M3U, M3U8 and PLS are.
bool playlist_is(const char* path);

/**
   The paths that a playlist names, in its order; those that are relative begin
   at its own folder, and file: addresses become paths.  What is neither is as
   it stands there.

   False with a message if it cannot be read.  `*is_stream`: it is no list of
   files, but one of HLS, which libavformat reads.
*/
bool
playlist_read(const char* path, Names* names, bool* is_stream, Error* error);

/// What a list in the file `list` means by a name: relative to its folder, with
/// slashes where it has backslashes and only that is there.  The caller frees
/// it; NULL if memory is short.
char* playlist_path(const char* list, const char* name);

/// Does the name of a file end so, in capitals or not?
bool playlist_has_suffix(const char* path, const char* suffix);

#endif
