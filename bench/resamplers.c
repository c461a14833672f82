// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// What resampling from 48 kHz to the network's rate costs, and what one gets
// for it: the table by which the engine's converter was chosen

#define _DEFAULT_SOURCE

#include "base/clock.h"
#include "bench/rows.h"

#include <math.h>
#ifdef EARMARK_HAVE_SAMPLERATE
#include <samplerate.h>
#endif
#include <soxr.h>
#include <stdio.h>
#include <stdlib.h>

#define BLOCK 512u

/// A converter; `process` returns how many samples it made
typedef struct {
  const char* name;
  void* (*make)(unsigned long recipe, double ratio);
  size_t (*process)(void* self, const float* in, float* out, double ratio);
  void (*end)(void* self);
  unsigned long recipe;
} Converter;

static void*
soxr_make(unsigned long recipe, double ratio)
{
  const soxr_quality_spec_t quality = soxr_quality_spec(recipe, 0);
  return soxr_create(1.0, ratio, 1, NULL, NULL, &quality, NULL);
}

static size_t
soxr_run(void* self, const float* in, float* out, double ratio)
{
  (void)ratio;
  size_t used = 0;
  size_t made = 0;
  (void)soxr_process((soxr_t)self, in, BLOCK, &used, out, 2 * BLOCK, &made);
  return made;
}

static void
soxr_end(void* self)
{
  soxr_delete((soxr_t)self);
}

#ifdef EARMARK_HAVE_SAMPLERATE
static void*
src_make(unsigned long recipe, double ratio)
{
  (void)ratio;
  int error = 0;
  return src_new((int)recipe, 1, &error);
}

static size_t
src_run(void* self, const float* in, float* out, double ratio)
{
  SRC_DATA data = {.data_in = in,
                   .data_out = out,
                   .input_frames = BLOCK,
                   .output_frames = 2 * BLOCK,
                   .src_ratio = ratio};
  (void)src_process((SRC_STATE*)self, &data);
  return (size_t)data.output_frames_gen;
}

static void
src_end(void* self)
{
  (void)src_delete((SRC_STATE*)self);
}
#endif

static const Converter converters[] = {
    {"soxr_quick", soxr_make, soxr_run, soxr_end, SOXR_QQ},
    {"soxr_low", soxr_make, soxr_run, soxr_end, SOXR_LQ},
    {"soxr_medium", soxr_make, soxr_run, soxr_end, SOXR_MQ},
    {"soxr_high", soxr_make, soxr_run, soxr_end, SOXR_HQ},
#ifdef EARMARK_HAVE_SAMPLERATE
    {"src_linear", src_make, src_run, src_end, SRC_LINEAR},
    {"src_fastest", src_make, src_run, src_end, SRC_SINC_FASTEST},
    {"src_medium", src_make, src_run, src_end, SRC_SINC_MEDIUM_QUALITY},
#endif
};

/// Level of what comes out for a tone, dB against what went in
static double
level(const Converter* converter, double frequency, double ratio)
{
  static float in[BLOCK];
  static float out[2 * BLOCK];
  void* const self = converter->make(converter->recipe, ratio);
  double sum = 0.0;
  size_t n = 0;
  for (unsigned b = 0; self && b < 80; ++b) {
    for (unsigned i = 0; i < BLOCK; ++i) {
      const double t = (double)(b * BLOCK + i) / BENCH_RATE;
      in[i] = (float)(0.5 * sin(6.283185307179586 * frequency * t));
    }
    const size_t made = converter->process(self, in, out, ratio);
    for (size_t i = 0; b >= 40 && i < made; ++i, ++n) {
      sum += (double)out[i] * (double)out[i];
    }
  }
  converter->end(self);
  return n ? 10.0 * log10(sum / (double)n / 0.125 + 1e-20) : 0.0;
}

static double
seconds(const Converter* converter, const float* music, double ratio)
{
  static float out[2 * BLOCK];
  void* const self = converter->make(converter->recipe, ratio);
  const double start = cpu_seconds();
  for (uint32_t i = 0; self && i + BLOCK <= BENCH_SAMPLES; i += BLOCK) {
    converter->process(self, music + i, out, ratio);
  }
  const double time = cpu_seconds() - start;
  converter->end(self);
  return time;
}

static void
add(Report* report,
    const char* of,
    const char* what,
    double value,
    const char* unit)
{
  char name[80];
  snprintf(name, sizeof(name), "resampler_%s_%s", of, what);
  report_add(report, name, value, unit);
}

void
rows_resamplers(Report* report, const float* music, const Network* network)
{
  static const double above[] = {12.5e3, 13.5e3, 15e3, 17e3, 19e3, 21e3};
  const double ratio = (double)network->front_end.rate / BENCH_RATE;
  const double n_frames =
      (double)BENCH_SECONDS * network->front_end.rate / network->front_end.hop;
  for (size_t i = 0; i < sizeof(converters) / sizeof(converters[0]); ++i) {
    const Converter* const one = &converters[i];
    double worst = -200.0;
    for (size_t k = 0; k < sizeof(above) / sizeof(above[0]); ++k) {
      worst = fmax(worst, level(one, above[k], ratio));
    }
    add(report, one->name, "ns_per_frame",
        1e9 * seconds(one, music, ratio) / n_frames, "ns");
    add(report, one->name, "alias", worst, "dB");
    add(report, one->name, "at_9_khz", level(one, 9e3, ratio), "dB");
  }
}
