// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// What the engine costs: each stage, the whole, and the program.
// Arguments: network file, the program `earmark`, JSON file to write

#define _DEFAULT_SOURCE

#include "bench/report.h"
#include "dsp/logmel.h"
#include "dsp/resampler.h"
#include "model/kernels.h"
#include "model/network.h"
#include "model/stream.h"
#include "plugin/tagger.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define RATE 48000u
#define SECONDS 60u
#define N_SAMPLES (RATE * SECONDS)
#define BLOCK 512u
#define N_FRAMES 1000u

static double
cpu_seconds(void)
{
  struct timespec t = {0, 0};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/// Chords that change every second, with noise: no silence, no constant
static void
make_music(float* samples)
{
  uint32_t noise = 1;
  for (uint32_t i = 0; i < N_SAMPLES; ++i) {
    const double t = (double)i / RATE;
    const double root = 110.0 * pow(2.0, floor(fmod(t * 5.0, 12.0)) / 12.0);
    noise = noise * 1664525u + 1013904223u;
    samples[i] = (float)(0.1 * sin(6.283185 * root * t) +
                         0.1 * sin(6.283185 * 1.5 * root * t) +
                         0.1 * sin(6.283185 * 4.0 * root * t) +
                         0.05 * ((double)(noise >> 8) / 8388608.0 - 1.0));
  }
}

static void
bench_resampler(Report* report, const float* music, const Network* network)
{
  static float out[N_SAMPLES];
  Resampler* const resampler = resampler_new(RATE, network->front_end.rate);
  if (!resampler) {
    return;
  }
  const double start = cpu_seconds();
  for (uint32_t i = 0; i < N_SAMPLES;) {
    uint32_t used = 0;
    resampler_process(resampler, music + i, N_SAMPLES - i, &used, out,
                      N_SAMPLES);
    i += used;
  }
  const double n_frames =
      (double)SECONDS * network->front_end.rate / network->front_end.hop;
  report_add(report, "resampler_ns_per_frame",
             1e9 * (cpu_seconds() - start) / n_frames, "ns");
  resampler_free(resampler);
}

static void
bench_logmel(Report* report, const float* music, const Network* network)
{
  float* const frame = (float*)calloc(network->front_end.bands, sizeof(float));
  LogMel* const logmel = logmel_new(&network->front_end);
  uint32_t n_frames = 0;
  const double start = cpu_seconds();
  for (uint32_t i = 0, used = 0; frame && logmel && i < N_SAMPLES; i += used) {
    n_frames += logmel_push(logmel, music + i, N_SAMPLES - i, &used, frame);
  }
  report_add(report, "logmel_ns_per_frame",
             1e9 * (cpu_seconds() - start) / n_frames, "ns");
  logmel_free(logmel);
  free(frame);
}

static void
bench_network(Report* report, const Network* network, const Kernels* kernels)
{
  const uint32_t bands = network->front_end.bands;
  float* const frame = (float*)calloc(bands, sizeof(float));
  float* const tags = (float*)calloc(network->n_outputs, sizeof(float));
  Stream* const stream = stream_new(network, kernels, 30.0);
  if (frame && tags && stream) {
    char name[64];
    double start = cpu_seconds();
    for (uint32_t t = 0; t < N_FRAMES; ++t) {
      frame[t % bands] = (float)(t % 7) * 0.3f;
      stream_push(stream, frame);
    }
    snprintf(name, sizeof(name), "branches_ns_per_frame_%s", kernels->name);
    report_add(report, name, 1e9 * (cpu_seconds() - start) / N_FRAMES, "ns");

    start = cpu_seconds();
    for (uint32_t t = 0; t < N_FRAMES; ++t) {
      stream_probabilities(stream, tags);
    }
    snprintf(name, sizeof(name), "head_ns_per_update_%s", kernels->name);
    report_add(report, name, 1e9 * (cpu_seconds() - start) / N_FRAMES, "ns");
  }
  stream_free(stream);
  free(tags);
  free(frame);
}

static void
bench_engine(Report* report, const float* music, const Network* network)
{
  Tagger* const tagger = tagger_new(network, RATE, NULL);
  if (!tagger) {
    return;
  }
  uint32_t n_updates = 0;
  const double start = cpu_seconds();
  for (uint32_t i = 0; i < N_SAMPLES; i += BLOCK) {
    const float* const stereo[] = {music + i, music + i};
    tagger_push(tagger, stereo, 2, BLOCK);
    n_updates += tagger_work(tagger);
    tagger_read(tagger, NULL);
  }
  const double seconds = cpu_seconds() - start;
  report_add(report, "engine_realtime_factor", SECONDS / seconds,
             "x real time");
  report_add(report, "updates_per_second", (double)n_updates / SECONDS, "1/s");
  tagger_free(tagger);
}

/// A mono 32-bit float WAV file in the machine's (little-endian) order
static int
write_wav(const char* path, const float* samples)
{
  const uint32_t size = N_SAMPLES * (uint32_t)sizeof(float);
  const uint32_t header[11] = {
      0x46464952u, size + 36u, 0x45564157u, 0x20746d66u, 16u, 0x00010003u,
      RATE,        4u * RATE,  0x00200004u, 0x61746164u, size};
  FILE* const file = fopen(path, "wb");
  if (!file) {
    return -1;
  }
  const int ok = fwrite(header, sizeof(header), 1, file) == 1 &&
                 fwrite(samples, size, 1, file) == 1;
  return fclose(file) || !ok ? -1 : 0;
}

/// `earmark tag` on a file, start-up and decoding included, by CPU time
static void
bench_program(Report* report,
              const float* music,
              const char* program,
              const char* network)
{
  char path[] = "/tmp/earmark-bench-XXXXXX";
  const int file = mkstemp(path);
  if (file < 0 || close(file) || write_wav(path, music)) {
    return;
  }
  const pid_t child = fork();
  if (!child) {
    if (!freopen("/dev/null", "w", stdout)) {
      _exit(127);
    }
    execl(program, program, "tag", "--json", "--network", network, path,
          (char*)NULL);
    _exit(127);
  }
  int status = 0;
  struct rusage usage;
  if (child > 0 && wait4(child, &status, 0, &usage) == child && !status) {
    const double seconds =
        (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
        1e-6 * (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
    report_add(report, "earmark_tag_realtime_factor", SECONDS / seconds,
               "x real time");
  }
  unlink(path);
}

int
main(int argc, char** argv)
{
  if (argc != 4) {
    fprintf(stderr, "usage: %s NETWORK PROGRAM JSON\n", argv[0]);
    return 2;
  }

  Error error = {""};
  double start = cpu_seconds();
  Network* const network = network_load(argv[1], &error);
  float* const music = (float*)malloc(N_SAMPLES * sizeof(float));
  Report* const report = report_new();
  if (!network || !music || !report) {
    fprintf(stderr, "bench: %s\n", network ? "out of memory" : error.text);
    return 1;
  }

  report_add(report, "network_load_ms", 1e3 * (cpu_seconds() - start), "ms");
  make_music(music);
  bench_resampler(report, music, network);
  bench_logmel(report, music, network);
  for (unsigned i = 0; kernels_available(i); ++i) {
    bench_network(report, network, kernels_available(i));
  }
  bench_engine(report, music, network);
  bench_program(report, music, argv[2], argv[1]);

  const int failed = report_write(report, argv[3]);
  if (failed) {
    fprintf(stderr, "bench: cannot write %s\n", argv[3]);
  }
  report_free(report);
  free(music);
  network_free(network);
  return failed ? 1 : 0;
}
