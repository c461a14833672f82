// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// Log-mel frames against a computation in double precision that is written from
// the definition: no FFT, no sparse filters, no streaming

#undef NDEBUG
#define _POSIX_C_SOURCE 200809L // base/clock.h

#include "dsp/logmel.h"
#include "tests/support/random.h"
#include "tests/support/run.h"
#include "tests/support/signals.h"

#include <assert.h>
#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define PI 3.14159265358979323846
#define N_SAMPLES 8000u
#define MAX_FRAMES 32u
#define BANDS 128u

static const FrontEnd settings = {.rate = 22050,
                                  .window = 1024,
                                  .hop = 512,
                                  .bands = BANDS,
                                  .f_max = 11025.0f,
                                  .gain = 10.0f};

static double
mel_from_hz(double hz)
{
  return hz < 1000.0 ? 3.0 * hz / 200.0
                     : 15.0 + 27.0 * log(hz / 1000.0) / log(6.4);
}

static double
hz_from_mel(double mel)
{
  return mel < 15.0 ? 200.0 * mel / 3.0
                    : 1000.0 * pow(6.4, (mel - 15.0) / 27.0);
}

/// Magnitude of one bin of the discrete Fourier transform of a Hann-windowed
/// stretch
static double
magnitude(const float* samples, uint32_t bin)
{
  double re = 0.0;
  double im = 0.0;
  for (uint32_t i = 0; i < settings.window; ++i) {
    const double hann = 0.5 * (1.0 - cos(2.0 * PI * i / settings.window));
    const uint32_t turn = (uint32_t)((uint64_t)bin * i % settings.window);
    const double phase = 2.0 * PI * turn / settings.window;
    re += hann * (double)samples[i] * cos(phase);
    im -= hann * (double)samples[i] * sin(phase);
  }
  return sqrt(re * re + im * im);
}

/// One frame by definition
static void
define_frame(const float* samples, double* frame)
{
  const double step =
      mel_from_hz((double)settings.f_max) / (settings.bands + 1);
  memset(frame, 0, BANDS * sizeof(double));
  for (uint32_t bin = 0; bin <= settings.window / 2; ++bin) {
    const double hz = (double)bin * settings.rate / settings.window;
    const double x = magnitude(samples, bin);
    for (uint32_t b = 0; b < BANDS; ++b) {
      const double low = hz_from_mel(b * step);
      const double top = hz_from_mel((b + 1) * step);
      const double high = hz_from_mel((b + 2) * step);
      const double height =
          hz <= top ? (hz - low) / (top - low) : (high - hz) / (high - top);
      frame[b] += height > 0.0 ? x * height * 2.0 / (high - low) : 0.0;
    }
  }
  for (uint32_t b = 0; b < BANDS; ++b) {
    frame[b] = log10(1.0 + (double)settings.gain * frame[b]);
  }
}

/// All frames of a signal pushed in blocks of random sizes; returns how many
static uint32_t
make_frames(LogMel* logmel,
            const float* samples,
            uint32_t max_block,
            float (*frames)[BANDS])
{
  Random random = {max_block};
  uint32_t n_frames = 0;
  for (uint32_t i = 0; i < N_SAMPLES;) {
    uint32_t block = random_range(&random, 1, max_block);
    block = block < N_SAMPLES - i ? block : N_SAMPLES - i;
    for (uint32_t used = 0; block; i += used, block -= used) {
      float power = 0.0f;
      assert(n_frames < MAX_FRAMES);
      if (logmel_push(logmel, samples + i, block, &used, frames[n_frames],
                      &power)) {
        logmel_compress(logmel, 1.0f, frames[n_frames++], BANDS);
      }
      assert(used > 0 && used <= block);
    }
  }
  return n_frames;
}

static void
test_definition(const float* samples)
{
  float frames[MAX_FRAMES][BANDS];
  double wanted[BANDS];
  LogMel* const logmel = logmel_new(&settings);
  assert(logmel);
  const uint32_t n = make_frames(logmel, samples, N_SAMPLES, frames);
  assert(n == (N_SAMPLES - settings.window) / settings.hop + 1);
  for (uint32_t k = 0; k < n; k += 3) {
    define_frame(samples + k * settings.hop, wanted);
    for (uint32_t b = 0; b < BANDS; ++b) {
      assert(fabs((double)frames[k][b] - wanted[b]) < 1e-4);
    }
  }
  logmel_free(logmel);
}

static void
test_blocks(const float* samples)
{
  static float wanted[MAX_FRAMES][BANDS];
  static float got[MAX_FRAMES][BANDS];
  const uint32_t blocks[] = {1, 7, 511, 512, 513, 2000};
  LogMel* const logmel = logmel_new(&settings);
  assert(logmel);
  const uint32_t n = make_frames(logmel, samples, N_SAMPLES, wanted);
  for (uint32_t i = 0; i < sizeof(blocks) / sizeof(blocks[0]); ++i) {
    logmel_reset(logmel);
    assert(make_frames(logmel, samples, blocks[i], got) == n);
    assert(!memcmp(got, wanted, n * sizeof(wanted[0])));
  }
  logmel_free(logmel);
}

/// A click is in exactly the frames whose samples it is among
static void
test_alignment(void)
{
  static float samples[N_SAMPLES];
  static float frames[MAX_FRAMES][BANDS];
  const uint32_t at = 3000;
  samples[at] = 1.0f;
  LogMel* const logmel = logmel_new(&settings);
  assert(logmel);
  const uint32_t n = make_frames(logmel, samples, 100, frames);
  for (uint32_t k = 0; k < n; ++k) {
    const uint32_t start = k * settings.hop;
    const bool inside = at >= start && at < start + settings.window;
    assert((frames[k][64] > 0.0f) == inside);
  }
  logmel_free(logmel);
}

static void*
make_many(void* data)
{
  (void)data;
  for (int i = 0; i < 50; ++i) {
    LogMel* const logmel = logmel_new(&settings);
    assert(logmel);
    logmel_free(logmel);
  }
  return NULL;
}

/// FFTW's planner is not thread-safe by itself
static void
test_threads(void)
{
  pthread_t threads[4];
  for (int i = 0; i < 4; ++i) {
    assert(!pthread_create(&threads[i], NULL, make_many, NULL));
  }
  for (int i = 0; i < 4; ++i) {
    assert(!pthread_join(threads[i], NULL));
  }
}

static void
test_refusal(void)
{
  FrontEnd bad[8];
  for (int i = 0; i < 8; ++i) {
    bad[i] = settings;
  }
  bad[0].window = 0;
  bad[1].window = 1023;
  bad[2].hop = 0;
  bad[3].hop = 1025;
  bad[4].bands = 0;
  bad[5].f_max = 11026.0f;
  bad[6].f_min = 11025.0f;
  bad[7].gain = NAN;
  for (int i = 0; i < 8; ++i) {
    assert(!logmel_new(&bad[i]));
  }
  logmel_free(NULL);
}

/// The logarithm: as good as single precision lets it be, and never falling
static void
test_compress(void)
{
  LogMel* const logmel = logmel_new(&settings);
  assert(logmel);
  float last = 0.0f;
  double x = 0.0;
  while (x < 1e30) {
    float found = (float)x;
    logmel_compress(logmel, 1.0f, &found, 1);
    const double wanted = log10((double)(1.0f + settings.gain * (float)x));
    assert(fabs((double)found - wanted) <= 2e-7 * wanted);
    assert(x > 0.0 ? found >= last : !(fabsf(found) > 0.0f));
    last = found;
    x = x * 1.0003 + 1e-9;
  }
  logmel_free(logmel);
}

int
main(void)
{
  static float samples[N_SAMPLES];
  signal_noise(samples, N_SAMPLES, 1.0f, 1);
  RUN(test_compress());
  RUN(test_definition(samples));
  RUN(test_blocks(samples));
  signal_tone(samples, N_SAMPLES, 22050.0, 440.0, 0.9f);
  RUN(test_definition(samples));
  signal_tone(samples, N_SAMPLES, 22050.0, 9876.5, 1e-4f);
  RUN(test_definition(samples));
  signal_music(samples, N_SAMPLES, 22050.0);
  RUN(test_definition(samples));
  RUN(test_blocks(samples));
  RUN(test_alignment());
  RUN(test_threads());
  RUN(test_refusal());
  return 0;
}
