// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "model/file/registry.h"
#include "tools/audio/analyse.h"
#include "tools/commands/commands.h"
#include "tools/options/locate.h"
#include "tools/options/message.h"
#include "tools/options/path.h"
#include "tools/options/progress.h"

#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_PATH 4096
#define DRAFT ".part"
#define HEADER_SIZE 128 /* bytes, magic and length included */

static const char usage[] =
    "Usage: earmark frames [OPTION]... FILE...\n"
    "Write the log-mel frames that the engine makes of each file, as a NumPy\n"
    "array of float32 [frames, bands] in DIR/NAME.npy.\n\n"
    "  -d, --output=DIR    where to write (default: here)\n"
    "  -N, --network=FILE  use another network's front end\n"
    "  -h, --help          show this\n";

/// One output file being written
typedef struct {
  FILE* file;
  uint32_t bands;
  uint64_t n_frames;
  Progress progress;
} FrameFile;

/// NumPy's header, format 1.0; padded so that it can be written again in place
static bool
write_header(FrameFile* out)
{
  char header[HEADER_SIZE + 1];
  const int n = snprintf(header, sizeof(header),
                         "\x93NUMPY\x01%c%c%c{'descr': '<f4', "
                         "'fortran_order': False, "
                         "'shape': (%" PRIu64 ", %" PRIu32 "), }",
                         0, HEADER_SIZE - 10, 0, out->n_frames, out->bands);
  if (n < 0 || n >= HEADER_SIZE) {
    return false;
  }
  memset(header + n, ' ', (size_t)(HEADER_SIZE - n));
  header[HEADER_SIZE - 1] = '\n';
  return fwrite(header, HEADER_SIZE, 1, out->file) == 1;
}

static void
on_frame(void* data, const float* frame)
{
  FrameFile* const out = (FrameFile*)data;
  fwrite(frame, sizeof(float), out->bands, out->file); // ferror is checked
  ++out->n_frames;
}

static void
on_progress(void* data, double time, double length)
{
  progress_show(&((FrameFile*)data)->progress, time, length);
}

/// Write the frames aside, then put them in place: a failure leaves what was
/// there before
static void
write_frames(const Network* network,
             const char* path,
             const char* target,
             Error* error)
{
  char draft[MAX_PATH + sizeof(DRAFT)];
  snprintf(draft, sizeof(draft), "%s" DRAFT, target);
  FrameFile out = {.file = fopen(draft, "wb"),
                   .bands = network->front_end.bands,
                   .progress = {path, -1}};
  if (!out.file) {
    error_set(error, "cannot write %s: %s", draft, strerror(errno));
    return;
  }

  const AnalysisCallbacks callbacks = {
      .data = &out, .on_frame = on_frame, .on_progress = on_progress};
  bool ok = write_header(&out);
  const double seconds = analyse_file(path, network, 0.0f, &callbacks, error);
  progress_clear(&out.progress);
  ok = ok && !fseek(out.file, 0, SEEK_SET) && write_header(&out) &&
       !ferror(out.file);
  ok = !fclose(out.file) && ok;
  if (!out.n_frames) {
    remove(draft);
    if (!error->text[0]) {
      error_set(error, "%.2f s of audio are too short for a frame", seconds);
    }
  } else if (!ok || rename(draft, target)) {
    remove(draft);
    error_set(error, "cannot write %s", target);
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

/// DIR/NAME.npy for paths[i]; false with a message if that cannot be
static bool
make_target(char* target, const char* folder, int i, char** paths, Error* error)
{
  int length = 0;
  const char* const name = path_stem(paths[i], &length);
  const int n = snprintf(target, MAX_PATH, "%s/%.*s.npy", folder, length, name);
  if (n < 0 || n >= MAX_PATH) {
    error_set(error, "the name is too long");
    return false;
  }
  for (int j = 0; j < i; ++j) {
    if (is_same_stem(paths[i], paths[j])) {
      error_set(error, "left out: its output would replace that of %s",
                paths[j]);
      return false;
    }
  }
  return true;
}

static ExitStatus
write_all(const Network* network, const char* folder, int n, char** paths)
{
  ExitStatus status = STATUS_OK;
  for (int i = 0; i < n; ++i) {
    Error error = {""};
    char target[MAX_PATH];
    if (make_target(target, folder, i, paths, &error)) {
      write_frames(network, paths[i], target, &error);
    }
    if (error.text[0]) {
      message_failure(paths[i], error.text);
      status = STATUS_FAILED;
    }
  }
  return status;
}

ExitStatus
frames_main(int argc, char** argv)
{
  static const struct option options[] = {
      {"output", required_argument, NULL, 'd'},
      {"network", required_argument, NULL, 'N'},
      {"help", no_argument, NULL, 'h'},
      {NULL, 0, NULL, 0},
  };
  const char* folder = ".";
  const char* wanted = NULL;
  int option = 0;
  while ((option = getopt_long(argc, argv, "d:N:h", options, NULL)) >= 0) {
    if (option == 'd') {
      folder = optarg;
    } else if (option == 'N') {
      wanted = optarg;
    } else {
      fputs(usage, option == 'h' ? stdout : stderr);
      return option == 'h' ? STATUS_OK : STATUS_USAGE;
    }
  }

  if (optind == argc) {
    fputs("earmark: no files named; try 'earmark frames --help'.\n", stderr);
    return STATUS_USAGE;
  }

  Error error = {""};
  char buffer[MAX_PATH];
  const Network* const network =
      network_acquire(locate_network(wanted, buffer, sizeof(buffer)), &error);
  if (!network) {
    fprintf(stderr, "earmark: %s\n", error.text);
    return STATUS_USAGE;
  }
  const ExitStatus status =
      write_all(network, folder, argc - optind, argv + optind);
  network_release(network);
  return status;
}
