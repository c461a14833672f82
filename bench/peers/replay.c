// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// The engine's network over given log-mel frames, with its own kernels or
// oneDNN's, for comparison with other runtimes.
// Usage: replay earmark|onednn NETWORK FRAMES.f32 PROBABILITIES.f32
// Prints the nanoseconds of CPU time of an update (of the best of some runs).

#define _POSIX_C_SOURCE 200809L

#include "base/clock.h"
#include "bench/peers/onednn.h"
#include "model/file/network_file.h"
#include "model/stream.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RUNS 5u

/// All of a file of floats; `n` of them.  NULL if that failed.
static float*
read_floats(const char* path, size_t* n)
{
  FILE* const file = fopen(path, "rb");
  if (!file) {
    return NULL;
  }
  fseek(file, 0, SEEK_END);
  const long size = ftell(file);
  rewind(file);
  *n = size > 0 ? (size_t)size / sizeof(float) : 0;
  float* const values = (float*)malloc((*n + 1) * sizeof(float));
  if (values && fread(values, sizeof(float), *n, file) != *n) {
    *n = 0;
  }
  fclose(file);
  return values;
}

/// The frame of these bands, at the level that they have
static Frame
make_frame(const float* bands, uint32_t n)
{
  Frame frame = {.bands = bands, .gain = 1.0f};
  for (uint32_t i = 0; i < n; ++i) {
    frame.peak = fmaxf(frame.peak, bands[i]);
  }
  return frame;
}

/// Seconds for all frames; the probabilities of each update in `out`
static double
replay(const Network* network,
       const Kernels* kernels,
       const float* frames,
       uint32_t n_frames,
       float* out)
{
  Stream* const stream = stream_new(network, kernels, 30.0);
  if (!stream) {
    return HUGE_VAL;
  }
  const double start = cpu_seconds();
  for (uint32_t t = 0; t < n_frames; ++t) {
    const uint32_t bands = network->front_end.bands;
    const Frame frame = make_frame(frames + (size_t)t * bands, bands);
    stream_push(stream, &frame);
    if ((t + 1) % network->update_frames == 0) {
      stream_probabilities(stream, out);
      out += network->n_outputs;
    }
  }
  const double seconds = cpu_seconds() - start;
  stream_free(stream);
  return seconds;
}

int
main(int argc, char** argv)
{
  Error error = {"usage: replay earmark|onednn NETWORK FRAMES PROBABILITIES"};
  Network* const network = argc == 5 ? network_load(argv[2], &error) : NULL;
  size_t n = 0;
  float* const frames = network ? read_floats(argv[3], &n) : NULL;
  FILE* const file = frames ? fopen(argv[4], "wb") : NULL;
  if (!file) {
    fprintf(stderr, "replay: %s\n", frames || !network ? error.text : argv[3]);
    return 1;
  }

  const Kernels* const kernels =
      strcmp(argv[1], "onednn") ? kernels_best() : &kernels_onednn;
  const uint32_t n_frames = (uint32_t)(n / network->front_end.bands);
  const uint32_t n_updates = n_frames / network->update_frames;
  const size_t n_out = (size_t)n_updates * network->n_outputs;
  float* const out = (float*)malloc((n_out + 1) * sizeof(float));
  double best = HUGE_VAL;
  for (unsigned i = 0; out && i < RUNS; ++i) {
    best = fmin(best, replay(network, kernels, frames, n_frames, out));
  }
  const bool ok = out && onednn_ok() && fwrite(out, 4, n_out, file) == n_out;
  printf("%.0f\n", 1e9 * best / n_updates);
  free(out);
  fclose(file);
  free(frames);
  network_free(network);
  return ok ? 0 : 1;
}
