// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "dsp/fft.h"

#include <pthread.h>
#include <stdlib.h>

struct Fft {
  Fft* next;
  uint32_t size;
  unsigned n_users;
  fftwf_plan plan;
};

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static Fft* plans; ///< Guarded by the mutex

/// FFTW's planner is one global state that hosts and other plugins use too;
/// this makes FFTW itself lock it for everybody
static void
guard_planner(void)
{
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, fftwf_make_planner_thread_safe);
}

static fftwf_plan
make_plan(uint32_t size)
{
  float* const in = fftwf_alloc_real(size);
  fftwf_complex* const out = fftwf_alloc_complex(size / 2 + 1);
  fftwf_plan plan = NULL;
  if (in && out) {
    // ESTIMATE does not time anything: the same plan, so the same bits, each
    // run
    guard_planner();
    plan = fftwf_plan_dft_r2c_1d((int)size, in, out, FFTW_ESTIMATE);
  }
  fftwf_free(out);
  fftwf_free(in);
  return plan;
}

static Fft*
add_plan(uint32_t size)
{
  Fft* const fft = (Fft*)calloc(1, sizeof(Fft));
  if (!fft) {
    return NULL;
  }
  fft->size = size;
  fft->plan = make_plan(size);
  if (!fft->plan) {
    free(fft);
    return NULL;
  }
  fft->next = plans;
  plans = fft;
  return fft;
}

const Fft*
fft_acquire(uint32_t size)
{
  pthread_mutex_lock(&mutex);
  Fft* fft = plans;
  while (fft && fft->size != size) {
    fft = fft->next;
  }
  fft = fft ? fft : add_plan(size);
  if (fft) {
    ++fft->n_users;
  }
  pthread_mutex_unlock(&mutex);
  return fft;
}

void
fft_release(const Fft* fft)
{
  if (!fft) {
    return;
  }
  pthread_mutex_lock(&mutex);
  Fft** place = &plans;
  while (*place && *place != fft) {
    place = &(*place)->next;
  }
  Fft* const found = *place;
  if (found && !--found->n_users) {
    *place = found->next;
    fftwf_destroy_plan(found->plan);
    free(found);
  }
  pthread_mutex_unlock(&mutex);
}

void
fft_run(const Fft* fft, float* in, fftwf_complex* out)
{
  // With its plan made, FFTW only computes
  EARMARK_DISABLE_EFFECT_WARNINGS
  fftwf_execute_dft_r2c(fft->plan, in, out);
  EARMARK_RESTORE_EFFECT_WARNINGS
}
