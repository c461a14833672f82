// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_LISTER_H
#define EARMARK_LISTER_H

#include "base/error.h"
#include "tools/archive/item.h"

#include <stdbool.h>
#include <stdint.h>

/// What is to be listed: first the names, then those of the list
typedef struct {
  char* const* names; ///< [n], as on a command line
  uint32_t n;
  const char* list; ///< A file of names, "-" for standard input; NULL for none
  bool is_null;     ///< Its names end with NULs
} ListerInput;

/**
   Goes through files, and what stands for files: folders, with all that lies in
   them, in the order of their names' bytes; playlists; CUE sheets.  Of a large
   archive, it holds no more at a time than the folders that lead to a file.

   Links are followed; but each folder is entered once, so that links that lead
   in circles come to an end.  Of what lies in folders, hidden names and
   playlists are passed over: what these name lies beside them, mostly.  Devices
   and pipes are opened only where the command line names them.
*/
typedef struct Lister Lister;

/// NULL with a message
Lister* lister_new(const ListerInput* input, Error* error);

void lister_free(Lister* lister);

/// The next item, which item_clear() is due for.  What cannot be read has an
/// error.  False at the end.
bool lister_next(Lister* lister, Item* item);

#endif
