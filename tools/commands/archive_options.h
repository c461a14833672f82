// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_ARCHIVE_OPTIONS_H
#define EARMARK_ARCHIVE_OPTIONS_H

#include "tools/archive/lister.h"
#include "tools/options/command_line.h"

#include <stdbool.h>

/// What commands that work on whole archives have in common
typedef struct {
  const char* files_from; ///< A file of names; NULL for none
  bool null;              ///< Names in it end with NULs
  uint32_t jobs;          ///< 0: as many as there are processors
} ArchiveOptions;

/// Their lines in a command's help
#define ARCHIVE_OPTIONS_HELP                                                   \
  "      --files-from=LIST\n"                                                  \
  "                      also the files that are named in LIST, one a line\n"  \
  "                      or each ended by a NUL (- is standard input)\n"       \
  "  -0, --null          names in LIST end with NULs in any case\n"            \
  "      --jobs=N        so many files at a time (default: the processors)\n"

#define ARCHIVE_N_OPTIONS 3u

/// Write the options that set them to options[ARCHIVE_N_OPTIONS]
void archive_options_describe(ArchiveOptions* self, Option* options);

/// What is to be listed.  False with a usage error of `command` if there is
/// nothing, or standard input is wanted twice.
bool archive_options_input(const ArchiveOptions* self,
                           const char* command,
                           const Arguments* arguments,
                           ListerInput* input);

/// How many threads
uint32_t archive_options_jobs(const ArchiveOptions* self);

/// Is it a list, or are there folders in it?
bool archive_options_is_large(const ListerInput* input);

/// May it be more than one thing to be heard?
bool archive_options_is_many(const ListerInput* input);

#endif
