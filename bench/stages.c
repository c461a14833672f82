// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _DEFAULT_SOURCE

#include "base/clock.h"
#include "bench/rows.h"
#include "bench/timbre_time.h"
#include "dsp/leveller.h"
#include "dsp/logmel.h"
#include "dsp/resampler.h"
#include "model/kernels/kernels.h"
#include "model/stream.h"

#include <stdio.h>
#include <stdlib.h>

#define BLOCK 512u
#define N_FRAMES 4096u
#define N_LEVELS (1u << 20)

static void
time_resampler(Report* report, const float* music, const FrontEnd* front_end)
{
  static float out[2 * BLOCK];
  Resampler* const resampler = resampler_new(BENCH_RATE, front_end->rate);
  if (!resampler) {
    return;
  }
  const double start = cpu_seconds();
  for (uint32_t i = 0; i < BENCH_SAMPLES;) {
    uint32_t used = 0;
    resampler_process(resampler, music + i, BLOCK, &used, out, 2 * BLOCK);
    i += used;
  }
  const double n_frames =
      (double)BENCH_SECONDS * front_end->rate / front_end->hop;
  report_add(report, "resampler_ns_per_frame",
             1e9 * (cpu_seconds() - start) / n_frames, "ns");
  resampler_free(resampler);
}

static void
time_logmel(Report* report, const float* music, const FrontEnd* front_end)
{
  float* const mel = (float*)calloc(front_end->bands, sizeof(float));
  LogMel* const logmel = logmel_new(front_end);
  uint32_t n_frames = 0;
  const double start = cpu_seconds();
  for (uint32_t i = 0, used = 0; mel && logmel && i < BENCH_SAMPLES;
       i += used) {
    float power = 0.0f;
    if (logmel_push(logmel, music + i, BENCH_SAMPLES - i, &used, mel, &power)) {
      logmel_compress(logmel, 1.0f, mel, front_end->bands);
      ++n_frames;
    }
  }
  report_add(report, "logmel_ns_per_frame",
             1e9 * (cpu_seconds() - start) / n_frames, "ns");
  logmel_free(logmel);
  free(mel);
}

/// What a level adds to a frame, but for its power
static void
time_leveller(Report* report, const FrontEnd* front_end)
{
  const double rate = (double)front_end->rate / front_end->hop;
  Leveller* const leveller =
      front_end->is_levelled ? leveller_new(&front_end->level, rate) : NULL;
  if (!leveller) {
    return;
  }
  volatile float gain = 1.0f; // Or nothing of it would be computed
  const double start = cpu_seconds();
  for (uint32_t t = 0; t < N_LEVELS; ++t) {
    gain = leveller_push(leveller, 1e-3f * (float)(1u + t % 64u));
  }
  report_add(report, "leveller_ns_per_frame",
             1e9 * (cpu_seconds() - start) / N_LEVELS, "ns");
  leveller_free(leveller);
  (void)gain;
}

static void
time_network(Report* report, const Network* network, const Kernels* kernels)
{
  const uint32_t bands = network->front_end.bands;
  float* const values = (float*)calloc(bands, sizeof(float));
  float* const tags = (float*)calloc(network->n_outputs, sizeof(float));
  Stream* const stream = stream_new(network, kernels, 30.0);
  if (values && tags && stream) {
    const Frame frame = {values, 2.0f, 0.0f, 1.0f};
    char name[64];
    double start = cpu_seconds();
    for (uint32_t t = 0; t < N_FRAMES; ++t) {
      values[t % bands] = (float)(t % 7) * 0.3f;
      stream_push(stream, &frame);
    }
    const double pushing = 1e9 * (cpu_seconds() - start) / N_FRAMES;
    const double timbre = timbre_ns_per_frame(network, kernels);
    if (network->timbre.n_banks) {
      snprintf(name, sizeof(name), "timbre_ns_per_frame_%s", kernels->name);
      report_add(report, name, timbre, "ns");
    }
    snprintf(name, sizeof(name), "branches_ns_per_frame_%s", kernels->name);
    report_add(report, name, pushing - timbre, "ns");

    start = cpu_seconds();
    for (uint32_t t = 0; t < N_FRAMES; ++t) {
      stream_set_memory(stream, (double)network->memory); // Or it is known
      stream_probabilities(stream, tags);
    }
    snprintf(name, sizeof(name), "head_ns_per_update_%s", kernels->name);
    report_add(report, name, 1e9 * (cpu_seconds() - start) / N_FRAMES, "ns");
  }
  stream_free(stream);
  free(tags);
  free(values);
}

void
rows_stages(Report* report, const float* music, const Network* network)
{
  time_resampler(report, music, &network->front_end);
  time_logmel(report, music, &network->front_end);
  time_leveller(report, &network->front_end);
  for (unsigned i = 0; kernels_available(i); ++i) {
    time_network(report, network, kernels_available(i));
  }
}
