// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// What resampling to the network's rate costs with each library that the build
// has, and what one gets for it

#define _DEFAULT_SOURCE

#include "tests/support/resamplers.h"
#include "base/clock.h"
#include "bench/rows.h"

#include <math.h>
#include <stdio.h>

#define BLOCK 512u

static void
add_row(Report* report,
        const ResamplerBackend* backend,
        double rate,
        const char* what,
        double value,
        const char* unit)
{
  char name[80];
  snprintf(name, sizeof(name), "resampler_%s_%g_khz_%s", backend->name,
           rate / 1000.0, what);
  report_add(report, name, value, unit);
}

/// Level of what comes out for a tone at BENCH_RATE, dB against what went in
static double
level(const ResamplerBackend* backend, double rate_out, double frequency)
{
  static float in[BLOCK];
  static float out[2 * BLOCK];
  Resampler* const resampler =
      resampler_new_with(backend, BENCH_RATE, rate_out);
  double sum = 0.0;
  size_t n = 0;
  for (unsigned b = 0; resampler && b < 80; ++b) {
    for (unsigned i = 0; i < BLOCK; ++i) {
      const double t = (double)(b * BLOCK + i) / BENCH_RATE;
      in[i] = (float)(0.5 * sin(6.283185307179586 * frequency * t));
    }
    uint32_t used = 0;
    const uint32_t made =
        resampler_process(resampler, in, BLOCK, &used, out, 2 * BLOCK);
    for (uint32_t i = 0; b >= 40 && i < made; ++i, ++n) {
      sum += (double)out[i] * (double)out[i];
    }
  }
  resampler_free(resampler);
  return n ? 10.0 * log10(sum / (double)n / 0.125 + 1e-20) : 0.0;
}

static void
add_quality(Report* report, const ResamplerBackend* backend, double rate_out)
{
  double worst = -200.0;
  for (uint32_t i = 0; 11.1e3 + 250.0 * i < 0.5 * BENCH_RATE; ++i) {
    const double hz = 11.1e3 + 250.0 * i;
    worst = fmax(worst, level(backend, rate_out, hz));
  }
  add_row(report, backend, BENCH_RATE, "alias", worst, "dB");
  add_row(report, backend, BENCH_RATE, "at_8_khz",
          level(backend, rate_out, 8e3), "dB");
  add_row(report, backend, BENCH_RATE, "at_9_khz",
          level(backend, rate_out, 9e3), "dB");
}

/// Nanoseconds a frame, of samples taken to come at `rate`
static double
time_frame(const ResamplerBackend* backend,
           double rate,
           const float* music,
           const FrontEnd* front_end)
{
  static float out[2 * BLOCK];
  Resampler* const resampler =
      resampler_new_with(backend, rate, front_end->rate);
  const double start = cpu_seconds();
  for (uint32_t i = 0, used = 0; resampler && i < BENCH_SAMPLES; i += used) {
    const uint32_t left = BENCH_SAMPLES - i;
    resampler_process(resampler, music + i, left < BLOCK ? left : BLOCK, &used,
                      out, 2 * BLOCK);
  }
  const double time = cpu_seconds() - start;
  resampler_free(resampler);
  const double n_frames =
      BENCH_SAMPLES / rate * front_end->rate / front_end->hop;
  return 1e9 * time / n_frames;
}

void
rows_resamplers(Report* report, const float* music, const Network* network)
{
  static const double rates[] = {44100.0, 48000.0, 96000.0, 192000.0};
  const FrontEnd* const front_end = &network->front_end;
  const ResamplerBackend* const first = resamplers_available(0);
  const ResamplerBackend* backend = NULL;
  for (unsigned r = 0; r < sizeof(rates) / sizeof(rates[0]); ++r) {
    double first_time = 0.0;
    for (unsigned i = 0; (backend = resamplers_available(i)); ++i) {
      const double time = time_frame(backend, rates[r], music, front_end);
      add_row(report, backend, rates[r], "ns_per_frame", time, "ns");
      if (backend == first) {
        first_time = time;
      } else {
        char what[40];
        snprintf(what, sizeof(what), "over_%s", first->name);
        add_row(report, backend, rates[r], what, time / first_time, "times");
      }
    }
  }
  for (unsigned i = 0; (backend = resamplers_available(i)); ++i) {
    add_quality(report, backend, front_end->rate);
  }
}
