// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "tools/commands/archive_options.h"

#include "tools/archive/batch.h"
#include "tools/archive/cue_sheet.h"
#include "tools/archive/playlist.h"

#include <string.h>
#include <sys/stat.h>

void
archive_options_describe(ArchiveOptions* self, Option* options)
{
  options[0] = (Option){.name = "files-from", .text = &self->files_from};
  options[1] = (Option){.name = "null", .letter = '0', .flag = &self->null};
  options[2] = (Option){
      .name = "jobs", .whole = &self->jobs, .low = 1.0, .high = BATCH_MAX_JOBS};
}

bool
archive_options_input(const ArchiveOptions* self,
                      const char* command,
                      const Arguments* arguments,
                      ListerInput* input)
{
  *input = (ListerInput){.names = arguments->texts,
                         .n = arguments->n,
                         .list = self->files_from,
                         .is_null = self->null};
  if (!input->n && !input->list) {
    command_line_refuse(command, "too few arguments: FILE... or --files-from "
                                 "is wanted");
    return false;
  }
  for (uint32_t i = 0; i < input->n && input->list; ++i) {
    if (!strcmp(input->names[i], "-") && !strcmp(input->list, "-")) {
      command_line_refuse(command, "standard input is either a file or the "
                                   "list");
      return false;
    }
  }
  return true;
}

uint32_t
archive_options_jobs(const ArchiveOptions* self)
{
  return self->jobs ? self->jobs : batch_processors();
}

bool
archive_options_is_large(const ListerInput* input)
{
  bool is_large = input->list;
  for (uint32_t i = 0; i < input->n && !is_large; ++i) {
    struct stat status;
    is_large = !stat(input->names[i], &status) && S_ISDIR(status.st_mode);
  }
  return is_large;
}

bool
archive_options_is_many(const ListerInput* input)
{
  return input->n > 1 || archive_options_is_large(input) ||
         (input->n &&
          (cue_sheet_is(input->names[0]) || playlist_is(input->names[0])));
}
