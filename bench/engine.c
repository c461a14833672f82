// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _DEFAULT_SOURCE

#include "base/clock.h"
#include "bench/rows.h"
#include "bench/timbre_time.h"
#include "engine/tagger.h"
#include "model/file/network_file.h"
#include "tests/support/draft.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define BLOCK 512u
#define MANY 64u ///< Instances side by side
#define TIMES 3u ///< Of which the best counts: others may use the machine

/// Seconds of CPU for all music through one tagger at a rate
static double
once(const Network* network, const float* music, double rate, float memory)
{
  Tagger* const tagger = tagger_new(network, rate, NULL);
  if (!tagger) {
    return HUGE_VAL;
  }
  tagger_set_memory(tagger, memory);
  const double start = cpu_seconds();
  for (uint32_t i = 0; i < BENCH_SAMPLES; i += BLOCK) {
    const float* const stereo[] = {music + i, music + i};
    tagger_push(tagger, stereo, 2, BLOCK);
    tagger_work(tagger);
    tagger_read(tagger, NULL);
  }
  const double seconds = cpu_seconds() - start;
  tagger_free(tagger);
  return seconds;
}

/// Times real time
static double
factor(const Network* network, const float* music, double rate, float memory)
{
  double best = HUGE_VAL;
  for (unsigned i = 0; i < TIMES; ++i) {
    best = fmin(best, once(network, music, rate, memory));
  }
  return BENCH_SAMPLES / rate / best;
}

static void
add_factor(Report* report, const char* name, double value)
{
  report_add(report, name, value, "x real time");
}

/// A network of random weights with the branches that training makes, and if
/// `stride` is not 0 with a timbre
static Network*
random_network(uint32_t n_scales, uint32_t stride)
{
  static const BranchShape branches[] = {
      {18, 3, {{128, 3, 3}, {192, 3, 3}, {256, 3, 2}}},
      {27, 3, {{128, 3, 3}, {192, 3, 3}, {256, 3, 3}}},
      {54, 4, {{128, 3, 3}, {192, 3, 3}, {256, 3, 3}, {256, 3, 2}}},
      {108,
       5,
       {{128, 3, 3}, {192, 3, 3}, {256, 3, 3}, {256, 3, 2}, {192, 3, 2}}},
      {216,
       6,
       {{128, 3, 3},
        {192, 3, 3},
        {192, 3, 3},
        {192, 3, 2},
        {192, 3, 2},
        {192, 3, 2}}}};
  NetworkShape shape = shape_default(PRECISION_INT8);
  shape.n_branches = n_scales;
  for (uint32_t i = 0; i < n_scales; ++i) {
    shape.branches[i] = branches[i];
  }
  shape.dense[0] = 384;
  shape.light = true;
  if (stride) {
    shape.n_banks = 2;
    shape.banks[0] = (BankShape){64, 5, stride, 48};
    shape.banks[1] = (BankShape){32, 5, stride, 48};
    shape.timbre_window = 18;
  }
  Draft draft = draft_new(&shape, 1);
  Error error = {""};
  Network* const network = draft_load(&draft, &error);
  draft_free(&draft);
  return network;
}

static void
add_scales(Report* report, const float* music)
{
  for (uint32_t n = 1; n <= 5; ++n) {
    Network* const network = random_network(n, 0);
    if (network) {
      char name[64];
      snprintf(name, sizeof(name), "engine_realtime_factor_%u_scales", n);
      add_factor(report, name, factor(network, music, BENCH_RATE, 3.0f));
    }
    network_free(network);
  }
}

/// Three scales behind 2-D filters: the engine, and these filters' share of it
static void
add_timbre(Report* report, const float* music)
{
  static const uint32_t strides[] = {2, 4};
  for (unsigned i = 0; i < 2; ++i) {
    Network* const network = random_network(3, strides[i]);
    if (network) {
      char name[64];
      const double times = factor(network, music, BENCH_RATE, 3.0f);
      snprintf(name, sizeof(name), "engine_realtime_factor_timbre_stride_%u",
               strides[i]);
      add_factor(report, name, times);
      const double ns = timbre_ns_per_frame(network, kernels_best());
      const FrontEnd* const f = &network->front_end;
      snprintf(name, sizeof(name), "timbre_stride_%u_ns_per_frame", strides[i]);
      report_add(report, name, ns, "ns");
      snprintf(name, sizeof(name), "timbre_stride_%u_share", strides[i]);
      report_add(report, name, 1e-9 * ns * times * f->rate / f->hop,
                 "of the engine's time");
    }
    network_free(network);
  }
}

/// How many instances one core sustains, each with its share of the caches
static void
add_many(Report* report, const float* music, const Network* network)
{
  Tagger* taggers[MANY];
  for (unsigned k = 0; k < MANY; ++k) {
    taggers[k] = tagger_new(network, BENCH_RATE, NULL);
    if (!taggers[k]) {
      return;
    }
  }
  const uint32_t n_samples = 10 * BENCH_RATE;
  const double start = cpu_seconds();
  for (uint32_t i = 0; i < n_samples; i += BLOCK) {
    const float* const stereo[] = {music + i, music + i};
    for (unsigned k = 0; k < MANY; ++k) {
      tagger_push(taggers[k], stereo, 2, BLOCK);
      tagger_work(taggers[k]);
      tagger_read(taggers[k], NULL);
    }
  }
  const double seconds = cpu_seconds() - start;
  report_add(report, "instances_per_core",
             MANY * (double)n_samples / BENCH_RATE / seconds, "instances");
  for (unsigned k = 0; k < MANY; ++k) {
    tagger_free(taggers[k]);
  }
}

void
rows_engine(Report* report, const float* music, const Network* network)
{
  add_factor(report, "engine_realtime_factor",
             factor(network, music, BENCH_RATE, network->memory));
  report_add(report, "updates_per_second",
             (double)network->front_end.rate / network->front_end.hop /
                 network->update_frames,
             "1/s");
  add_scales(report, music);
  add_timbre(report, music);
  const float memories[] = {1.0f, 3.0f, 10.0f, 30.0f};
  for (unsigned i = 0; i < 4; ++i) {
    char name[64];
    snprintf(name, sizeof(name), "engine_realtime_factor_memory_%.0fs",
             (double)memories[i]);
    add_factor(report, name, factor(network, music, BENCH_RATE, memories[i]));
  }
  const unsigned rates[] = {22050, 44100, 96000, 192000};
  for (unsigned i = 0; i < 4; ++i) {
    char name[64];
    snprintf(name, sizeof(name), "engine_realtime_factor_%u_hz", rates[i]);
    add_factor(report, name, factor(network, music, rates[i], 3.0f));
  }
  add_many(report, music, network);
}
