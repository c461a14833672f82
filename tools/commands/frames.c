// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/audio/analyse.h"
#include "tools/commands/commands.h"
#include "tools/export/npy.h"
#include "tools/options/message.h"
#include "tools/options/path.h"
#include "tools/options/progress.h"

#include <stdlib.h>
#include <string.h>

#define COMMAND "frames"

/// The file being analysed
typedef struct {
  Npy* output;
  Progress progress;
} Analysis;

static void
on_frame(void* data, const float* frame)
{
  npy_add(((Analysis*)data)->output, frame);
}

static void
on_progress(void* data, double time, double length)
{
  progress_show(&((Analysis*)data)->progress, time, length);
}

/// A file that breaks off gives the frames up to there, and a message
static void
write_frames(const AnalysisSettings* settings,
             const char* path,
             const char* target,
             Error* error)
{
  Analysis analysis = {
      .output = npy_open(target, settings->network->front_end.bands, error),
      .progress = {path, -1}};
  if (!analysis.output) {
    return;
  }
  const AnalysisCallbacks callbacks = {
      .data = &analysis, .on_frame = on_frame, .on_progress = on_progress};
  const double seconds = analyse_file(path, settings, &callbacks, error);
  progress_clear(&analysis.progress);
  if (npy_count(analysis.output)) {
    npy_close(analysis.output, error);
    return;
  }
  npy_discard(analysis.output);
  if (!error->text[0]) {
    error_set(error, "%.2f s of audio are too short for a frame", seconds);
  }
}

/// True if two paths would be written to the same output
static bool
is_same_stem(const char* a, const char* b)
{
  int length_a = 0;
  int length_b = 0;
  const char* const stem_a = path_stem(a, &length_a);
  const char* const stem_b = path_stem(b, &length_b);
  return length_a == length_b && !memcmp(stem_a, stem_b, (size_t)length_a);
}

/// DIR/NAME.npy for the `i`th file, which the caller frees; NULL with a message
/// if that cannot be
static char*
make_target(const char* folder,
            uint32_t i,
            const Arguments* files,
            Error* error)
{
  const char* const path = files->texts[i];
  for (uint32_t j = 0; j < i; ++j) {
    if (is_same_stem(path, files->texts[j])) {
      error_set(error, "left out: its output would replace that of %s",
                files->texts[j]);
      return NULL;
    }
  }
  int length = 0;
  const char* const name = path_stem(path, &length);
  char* const target = path_format("%s/%.*s.npy", folder, length, name);
  if (!target) {
    error_set(error, ERROR_NO_MEMORY);
  }
  return target;
}

static ExitStatus
write_all(const AnalysisSettings* settings,
          const char* folder,
          const Arguments* files)
{
  ExitStatus status = STATUS_OK;
  for (uint32_t i = 0; i < files->n; ++i) {
    Error error = {""};
    char* const target = make_target(folder, i, files, &error);
    if (target) {
      write_frames(settings, files->texts[i], target, &error);
    }
    if (error.text[0]) {
      message_failure(files->texts[i], error.text);
      status = STATUS_FAILED;
    }
    free(target);
  }
  return status;
}

ExitStatus
frames_main(int argc, char** argv)
{
  const char* folder = ".";
  NetworkOptions network = {0};
  AnalysisSettings settings = {.track = 0};
  const Option options[] = {
      {.name = "output", .letter = 'd', .text = &folder},
  };
  const Command command = {
      .name = COMMAND,
      .required = "",
      .arguments = "FILE...",
      .summary =
          "Write the log-mel frames that the engine computes from each file, "
          "as a\n"
          "NumPy array of float32 [frames, bands] in DIR/NAME.npy.\n",
      .help = "  -d, --output=DIR    where to write (default: here)\n",
      .notes = COMMAND_EXIT_STATUS,
      .options = options,
      .n_options = sizeof(options) / sizeof(options[0]),
      .common = COMMON_NETWORK,
      .network = &network,
      .track = &settings.track,
      .min_arguments = 1,
      .max_arguments = UINT32_MAX,
  };
  Arguments files = {0};
  ExitStatus status = STATUS_OK;
  if (!command_line_parse(&command, argc, argv, &files, &status)) {
    return status;
  }
  if (!network_options_load(&network, COMMAND)) {
    return STATUS_USAGE;
  }
  settings.network = network.network;
  status = write_all(&settings, folder, &files);
  network_options_release(&network);
  return status;
}
