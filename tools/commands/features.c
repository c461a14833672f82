// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "tools/commands/archive_options.h"
#include "tools/commands/commands.h"
#include "tools/commands/file_features.h"
#include "tools/commands/output_check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define COMMAND "features"
#define N_OPTIONS 2u /* of its own */
#define LEAST_EVERY 0.2
#define MOST_EVERY 1e6

/// What the command line says
typedef struct {
  const char* output;
  double every;
  ArchiveOptions archive;
  NetworkOptions network;
  uint32_t track;
  ListerInput input;
} CommandLine;

static bool
parse(int argc,
      char** argv,
      CommandLine* self,
      Arguments* files,
      ExitStatus* status)
{
  Option options[N_OPTIONS + ARCHIVE_N_OPTIONS] = {
      {.name = "output", .letter = 'o', .text = &self->output},
      {.name = "every",
       .letter = 'e',
       .real = &self->every,
       .low = LEAST_EVERY,
       .high = MOST_EVERY},
  };
  archive_options_describe(&self->archive, options + N_OPTIONS);
  const Command command = {
      .name = COMMAND,
      .required = "-o OUT.npy ",
      .arguments = "FILE...",
      .summary =
          "Write what the network hears in audio or video files before it "
          "names tags:\n"
          "a NumPy array of float32, a row per file, a column per feature, "
          "and beside\n"
          "it OUT.json, which says what rows and columns are.\n",
      .help = "  -o, --output=OUT    where to write (.npy)\n"
              "  -e, --every=S       a row for each S seconds of a "
              "file\n" ARCHIVE_OPTIONS_HELP,
      .notes = COMMAND_EXIT_STATUS,
      .options = options,
      .n_options = sizeof(options) / sizeof(options[0]),
      .common = COMMON_MEMORY | COMMON_NETWORK | COMMON_VERBOSE,
      .network = &self->network,
      .track = &self->track,
      .max_arguments = UINT32_MAX,
  };
  return command_line_parse(&command, argc, argv, files, status);
}

/// False with a usage error
static bool
check(CommandLine* self, const Arguments* files)
{
  if (!self->output || !strcmp(self->output, "-")) {
    command_line_refuse(COMMAND, "--output is needed, and must be a file");
    return false;
  }
  char* const json = feature_table_json(self->output);
  const bool good =
      json && output_check(COMMAND, self->output, &self->network, files) &&
      output_check(COMMAND, json, &self->network, files);
  free(json);
  return good &&
         archive_options_input(&self->archive, COMMAND, files, &self->input);
}

/// All files, to a table that is open
static bool
write_rows(const CommandLine* self,
           FeatureRun* run,
           Lister* lister,
           Error* error)
{
  const bool is_shown =
      archive_options_is_large(&self->input) ||
      (archive_options_is_many(&self->input) && isatty(STDERR_FILENO));
  const BatchCallbacks callbacks = {
      .data = run, .work = file_features_work, .tell = file_features_tell};
  Pace* const pace = pace_new(&self->input, is_shown);
  if (!pace) {
    error_set(error, ERROR_NO_MEMORY);
    return false;
  }
  const bool good = batch_run(lister, archive_options_jobs(&self->archive),
                              pace, &callbacks, error);
  return !pace_free(pace).ended[PACE_FAILED] && good;
}

static ExitStatus
write_table(const CommandLine* self)
{
  Error error = {""};
  const NetworkOptions* const network = &self->network;
  const float memory =
      network->memory > 0.0f ? network->memory : network->network->memory;
  FeatureRun run = {.settings = {.network = network->network,
                                 .memory = network->memory,
                                 .track = self->track},
                    .every = self->every};
  bool good = false;
  Lister* const lister = lister_new(&self->input, &error);
  if (lister) {
    run.table =
        feature_table_open(self->output, network->network, network->path,
                           self->every, (double)memory, &error);
  }
  if (run.table) {
    good = write_rows(self, &run, lister, &error);
    good = feature_table_close(run.table, &error) && good;
  }
  if (error.text[0]) {
    fprintf(stderr, "earmark: %s\n", error.text);
  }
  lister_free(lister);
  return good ? STATUS_OK : STATUS_FAILED;
}

ExitStatus
features_main(int argc, char** argv)
{
  CommandLine self = {.every = 0.0};
  Arguments files = {0};
  ExitStatus status = STATUS_OK;
  if (!parse(argc, argv, &self, &files, &status)) {
    return status;
  }
  if (!check(&self, &files) || !network_options_load(&self.network, COMMAND)) {
    return STATUS_USAGE;
  }
  status = write_table(&self);
  network_options_release(&self.network);
  return status;
}
