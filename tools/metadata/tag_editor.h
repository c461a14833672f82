// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_TAG_EDITOR_H
#define EARMARK_TAG_EDITOR_H

#include "base/error.h"

#include <stdbool.h>
#include <stdint.h>

#define TAG_EDITOR_MAX_VALUES 8u

/// What a file's tags are to say; each may have no values, and then stays
typedef enum {
  TAG_EDITOR_GENRE,
  TAG_EDITOR_MOOD,
  TAG_EDITOR_COMMENT,
  TAG_EDITOR_N_FIELDS
} TagEditorField;

/// Values of a field, UTF-8
typedef struct {
  uint32_t n;
  const char* texts[TAG_EDITOR_MAX_VALUES];
} TagEditorValues;

/// What is to be written where
typedef struct {
  TagEditorValues fields[TAG_EDITOR_N_FIELDS];
  bool replaces; ///< Fields that the file has; else these stay
} TagEdit;

/**
   Edit the tags of an open file in place: ID3v2 of MP3 (and ID3v1, if it is
   there), Vorbis comments of FLAC, Ogg Vorbis, Ogg FLAC and Opus, and the items
   of MP4.  Nothing else in it changes.

   written[f] becomes whether a field is other than before; without `is_real`,
   whether it would be.  False with a message if the file is of another kind, or
   cannot be written; then it may be broken.
*/
bool tag_editor_run(int file,
                    const TagEdit* edit,
                    bool is_real,
                    bool written[TAG_EDITOR_N_FIELDS],
                    Error* error);

#endif
