// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/audio/analyse.h"
#include "tools/commands/commands.h"
#include "tools/commands/output_check.h"
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
  bool has_update; ///< Was there enough for tags?
  Progress progress;
} Analysis;

static void
on_update(void* data, double time, const float* probabilities)
{
  (void)time;
  (void)probabilities;
  ((Analysis*)data)->has_update = true;
}

static void
on_frame(void* data, const Frame* frame)
{
  npy_add(((Analysis*)data)->output, frame->bands);
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
  const AnalysisCallbacks callbacks = {.data = &analysis,
                                       .on_update = on_update,
                                       .on_frame = on_frame,
                                       .on_progress = on_progress};
  const double seconds = analyse_file(path, settings, &callbacks, error);
  progress_clear(&analysis.progress);
  if (analysis.has_update) {
    npy_close(analysis.output, error);
    return;
  }
  npy_discard(analysis.output);
  if (!error->text[0]) {
    error_set(error, ANALYSIS_TOO_SHORT, seconds);
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

/// DIR/NAME.npy, which the caller frees; NULL if memory is short
static char*
make_target(const char* folder, const char* path)
{
  int length = 0;
  const char* const name = path_stem(path, &length);
  return path_format("%s/%.*s.npy", folder, length, name);
}

/// The file among the first `n` whose output that of `path` would replace, or
/// NULL
static const char*
find_same(const char* path, const Arguments* files, uint32_t n)
{
  for (uint32_t i = 0; i < n; ++i) {
    if (is_same_stem(path, files->texts[i])) {
      return files->texts[i];
    }
  }
  return NULL;
}

/// False with a usage error if any output is an input
static bool
check_targets(const NetworkOptions* network,
              const char* folder,
              const Arguments* files)
{
  bool good = true;
  for (uint32_t i = 0; good && i < files->n; ++i) {
    char* const target = make_target(folder, files->texts[i]);
    good = !target || output_check(COMMAND, target, network, files);
    free(target);
  }
  return good;
}

static ExitStatus
write_all(const AnalysisSettings* settings,
          const char* folder,
          const Arguments* files)
{
  ExitStatus status = STATUS_OK;
  for (uint32_t i = 0; i < files->n; ++i) {
    Error error = {""};
    const char* const same = find_same(files->texts[i], files, i);
    char* const target = make_target(folder, files->texts[i]);
    if (same) {
      error_set(&error, "left out: its output would replace that of %s", same);
    } else if (!target) {
      error_set(&error, ERROR_NO_MEMORY);
    } else {
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
  if (!check_targets(&network, folder, &files) ||
      !network_options_load(&network, COMMAND)) {
    return STATUS_USAGE;
  }
  settings.network = network.network;
  status = write_all(&settings, folder, &files);
  network_options_release(&network);
  return status;
}
