// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_ITEM_H
#define EARMARK_ITEM_H

#include "base/error.h"

#include <stdbool.h>
#include <stdint.h>

/// How long a time of modification is as text
#define ITEM_TIME 64

/// Something to be heard: a file, or a track of one
typedef struct {
  char* path;               ///< Of the file; owned, as all strings here
  char* label;              ///< What it is called to people
  bool found;               ///< Lay in a folder: nobody said that it is music
  bool is_file;             ///< A regular file, so that the two next are known
  uint64_t size;            ///< Bytes
  char modified[ITEM_TIME]; ///< ISO 8601, UTC, to the microsecond

  char* cue;       ///< The CUE sheet that it is a track of; NULL for none
  char* title;     ///< Of the track, as bytes; NULL if there is none
  char* performer; ///< As the title
  uint32_t track;  ///< Its number; 0 for a whole file
  double begin;    ///< In seconds of the file
  double end;      ///< 0 is its end

  Error error; ///< Why it cannot be heard, or ""
} Item;

/// Of a file; takes `path` over.  False if memory is short; item_clear() is due
/// in any case.
bool item_init(Item* item, char* path);

/// Look up size and time
void item_look(Item* item);

void item_clear(Item* item);

/// It could not be heard: was it no audio, and did nobody say that it was?
bool item_is_no_audio(const Item* item);

#endif
