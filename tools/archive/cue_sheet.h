// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_CUE_SHEET_H
#define EARMARK_CUE_SHEET_H

#include "base/error.h"
#include "tools/archive/item.h"

#include <stdbool.h>
#include <stddef.h>

/// The audio tracks of a CUE sheet
typedef struct {
  Item* items; ///< [n], owned, in the sheet's order
  size_t n;
} CueSheet;

/// Is it one, by its name?
bool cue_sheet_is(const char* path);

/**
   Read a sheet.  A track goes from its INDEX 01 to that of the next in the same
   file, or to the file's end.  Where the file is not there, but one of the same
   name and another suffix is, that is taken: sheets often keep the name that
   the file had before it was compressed.

   False with a message if it cannot be read or names no track;
   cue_sheet_clear() is due in any case.
*/
bool cue_sheet_read(const char* path, CueSheet* sheet, Error* error);

void cue_sheet_clear(CueSheet* sheet);

#endif
