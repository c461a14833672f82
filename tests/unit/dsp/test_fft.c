// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// One plan a size, counted; and it is the Fourier transform

#undef NDEBUG
#define _POSIX_C_SOURCE 200809L // base/clock.h

#include "dsp/fft.h"
#include "tests/support/random.h"
#include "tests/support/run.h"

#include <assert.h>
#include <math.h>

#define SIZE 64u

static void
test_shared(void)
{
  const Fft* const one = fft_acquire(1024);
  const Fft* const same = fft_acquire(1024);
  const Fft* const other = fft_acquire(512);
  assert(one && one == same && other && other != one);
  fft_release(one);
  fft_release(other);
  fft_release(NULL);
  assert(fft_acquire(1024) == same); // One user was left
  fft_release(same);
  fft_release(same);
}

static void
test_definition(void)
{
  Random random = {1};
  const Fft* const fft = fft_acquire(SIZE);
  float* const in = fftwf_alloc_real(SIZE);
  fftwf_complex* const out = fftwf_alloc_complex(SIZE / 2 + 1);
  assert(fft && in && out);
  double x[SIZE];
  for (unsigned i = 0; i < SIZE; ++i) {
    in[i] = random_uniform(&random, -1.0f, 1.0f);
    x[i] = (double)in[i];
  }
  fft_run(fft, in, out);
  for (unsigned k = 0; k <= SIZE / 2; ++k) {
    double re = 0.0;
    double im = 0.0;
    for (unsigned i = 0; i < SIZE; ++i) {
      const double phase = -6.283185307179586 * k * i / SIZE;
      re += x[i] * cos(phase);
      im += x[i] * sin(phase);
    }
    assert(fabs(re - (double)out[k][0]) < 1e-5);
    assert(fabs(im - (double)out[k][1]) < 1e-5);
  }
  fftwf_free(out);
  fftwf_free(in);
  fft_release(fft);
}

int
main(void)
{
  RUN(test_shared());
  RUN(test_definition());
  return 0;
}
