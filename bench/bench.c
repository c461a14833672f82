// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// What Earmark costs; rows.h says what is measured.
// Arguments: network file, the program `earmark`, JSON file to write

#include "base/error.h"
#include "bench/rows.h"
#include "model/file/network_file.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/// Chords that change every second, with noise: no silence, no constant
static void
make_music(float* samples)
{
  uint32_t noise = 1;
  for (uint32_t i = 0; i < BENCH_SAMPLES; ++i) {
    const double t = (double)i / BENCH_RATE;
    const double root = 110.0 * pow(2.0, floor(fmod(t * 5.0, 12.0)) / 12.0);
    noise = noise * 1664525u + 1013904223u;
    samples[i] = (float)(0.1 * sin(6.283185 * root * t) +
                         0.1 * sin(6.283185 * 1.5 * root * t) +
                         0.1 * sin(6.283185 * 4.0 * root * t) +
                         0.05 * ((double)(noise >> 8) / 8388608.0 - 1.0));
  }
}

int
main(int argc, char** argv)
{
  if (argc != 4) {
    fprintf(stderr, "usage: %s NETWORK PROGRAM JSON\n", argv[0]);
    return 2;
  }

  Error error = {""};
  Network* const network = network_load(argv[1], &error);
  float* const music = (float*)malloc(BENCH_SAMPLES * sizeof(float));
  Report* const report = report_new();
  if (!network || !music || !report) {
    fprintf(stderr, "bench: %s\n", network ? ERROR_NO_MEMORY : error.text);
    report_free(report);
    free(music);
    network_free(network);
    return 1;
  }

  make_music(music);
  rows_plugin(report, music); // First: the heap is still small
  rows_stages(report, music, network);
  rows_resamplers(report, music, network);
  rows_kernels(report);
  rows_engine(report, music, network);
  rows_window(report);
  rows_program(report, music, argv[2], argv[1]);

  const int failed = report_write(report, argv[3]);
  if (failed) {
    fprintf(stderr, "bench: cannot write %s\n", argv[3]);
  }
  report_free(report);
  free(music);
  network_free(network);
  return failed ? 1 : 0;
}
