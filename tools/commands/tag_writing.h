// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_TAG_WRITING_H
#define EARMARK_TAG_WRITING_H

#include "base/error.h"
#include "model/network.h"
#include "tools/archive/item.h"
#include "tools/metadata/tag_editor.h"
#include "tools/options/command_line.h"

#include <stdbool.h>

/// What is to be written into the files themselves
typedef struct {
  const char* folder; ///< That copies go to; NULL for none
  bool in_place;      ///< The files themselves
  bool dry_run;       ///< Only say what would be written
  bool replace;       ///< Also fields that there are
  const char* fields; ///< As "genre,mood"; NULL for all
  double least;       ///< Probability; 0 for what is said of the groups
  bool wants[TAG_EDITOR_N_FIELDS];
} TagWriting;

/// Their lines in the command's help
#define TAG_WRITING_HELP                                                       \
  "      --write=DIR     write genre, mood and a comment into tags of\n"       \
  "                      copies in DIR\n"                                      \
  "      --in-place      write them into the files themselves\n"               \
  "      --dry-run       only say what would be written\n"                     \
  "      --fields=LIST   of genre,mood,comment, separated by commas (all)\n"   \
  "      --replace       write fields, too, that a file has already\n"         \
  "      --least=P       tags of that probability and more (default: their "   \
  "own)\n"

#define TAG_WRITING_N_OPTIONS 6u

/// Write the options that set it to options[TAG_WRITING_N_OPTIONS]
void tag_writing_describe(TagWriting* self, Option* options);

/// Is anything to be written, or tried?
bool tag_writing_is_wanted(const TagWriting* self);

/// Whether it makes sense for the view; false with a usage error of `command`
bool tag_writing_check(TagWriting* self, const char* command, const View* view);

/**
   Write what is found of a file, values[n_tags], into its tags.

   Returns a line that says what was, or would be, written where, which the
   caller frees; NULL with a message.  Any thread.
*/
char* tag_writing_run(const TagWriting* self,
                      const View* view,
                      const Item* item,
                      const float* values,
                      Error* error);

#endif
