// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/watch/meter/repetition.h"

#include <chromaprint.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK 1024u                   /* Samples that are converted at a time */
#define STEP (4096.0 / 3.0 / 11025.0) /* Seconds from one print to the next */
#define WINDOW 128u    /* Prints that are compared: sixteen seconds */
#define PROBES 8u      /* Of them are looked at first */
#define PROBE_BITS 64u /* Most that may differ in these 256 */
#define MATCH_BITS                                                             \
  0.12                  /* Share that may differ; half a print apart, 0.08 do  \
                         */
#define STILL_BITS 0.01 /* Less from print to print: it stands still */
#define KEPT 4846u      /* Prints of REPETITION_SPAN */

struct Repetition {
  ChromaprintContext* context;
  uint32_t rate;
  uint32_t n;                 ///< Prints
  uint32_t prints[2u * KEPT]; ///< [n], the oldest first
};

Repetition*
repetition_new(uint32_t rate, Error* error)
{
  Repetition* const repetition = (Repetition*)calloc(1, sizeof(Repetition));
  if (!repetition) {
    error_set(error, ERROR_NO_MEMORY);
    return NULL;
  }
  repetition->context = chromaprint_new(CHROMAPRINT_ALGORITHM_DEFAULT);
  if (!repetition->context) {
    error_set(error, ERROR_NO_MEMORY);
  } else if (repetition_set_rate(repetition, rate, error)) {
    return repetition;
  }
  repetition_free(repetition);
  return NULL;
}

void
repetition_free(Repetition* repetition)
{
  if (repetition) {
    if (repetition->context) {
      chromaprint_free(repetition->context);
    }
    free(repetition);
  }
}

bool
repetition_set_rate(Repetition* repetition, uint32_t rate, Error* error)
{
  if (rate == repetition->rate) {
    return true;
  }
  repetition->rate = rate;
  if (!chromaprint_start(repetition->context, (int)rate, 1)) {
    error_set(error, "no fingerprints for %u Hz", rate);
    return false;
  }
  return true;
}

static int16_t
convert(float sample)
{
  const float scaled = isfinite(sample) ? 32767.0f * sample : 0.0f;
  return (int16_t)lrintf(fminf(fmaxf(scaled, -32768.0f), 32767.0f));
}

void
repetition_push(Repetition* repetition,
                const float* const* channels,
                uint32_t n_channels,
                uint32_t n)
{
  int16_t block[BLOCK];
  const float* const left = channels[0];
  const float* const right = channels[n_channels - 1];
  for (uint32_t begin = 0; begin < n;) {
    const uint32_t size = n - begin < BLOCK ? n - begin : BLOCK;
    for (uint32_t i = 0; i < size; ++i) {
      block[i] = convert(0.5f * (left[begin + i] + right[begin + i]));
    }
    chromaprint_feed(repetition->context, block, (int)size);
    begin += size;
  }
}

/// Take what the library has made
static void
take_prints(Repetition* self)
{
  uint32_t* made = NULL;
  int n_made = 0;
  if (!chromaprint_get_raw_fingerprint(self->context, &made, &n_made)) {
    return;
  }
  for (int i = 0; i < n_made; ++i) {
    if (self->n == 2u * KEPT) {
      memmove(self->prints, self->prints + KEPT, KEPT * sizeof(uint32_t));
      self->n = KEPT;
    }
    self->prints[self->n++] = made[i];
  }
  chromaprint_dealloc(made);
  chromaprint_clear_fingerprint(self->context);
}

static uint32_t
count_bits(uint32_t x)
{
  x -= (x >> 1) & 0x55555555u;
  x = (x & 0x33333333u) + ((x >> 2) & 0x33333333u);
  return (((x + (x >> 4)) & 0x0F0F0F0Fu) * 0x01010101u) >> 24;
}

/// Bits that differ in every `stride`-th print of two windows
static uint32_t
difference(const uint32_t* a, const uint32_t* b, uint32_t stride)
{
  uint32_t bits = 0;
  for (uint32_t i = 0; i < WINDOW; i += stride) {
    bits += count_bits(a[i] ^ b[i]);
  }
  return bits;
}

static bool
is_same(const uint32_t* a, const uint32_t* b)
{
  return difference(a, b, WINDOW / PROBES) <= PROBE_BITS &&
         difference(a, b, 1) <= (uint32_t)(MATCH_BITS * 32 * WINDOW);
}

double
repetition_count(Repetition* repetition)
{
  take_prints(repetition);
  const uint32_t n = repetition->n;
  if (n < 2u * WINDOW) {
    return (double)NAN;
  }
  const uint32_t* const now = repetition->prints + n - WINDOW;
  if (difference(now, now - 1, 1) < (uint32_t)(STILL_BITS * 32 * WINDOW)) {
    return 0.0;
  }
  const uint32_t oldest = n > KEPT ? n - KEPT : 0;
  uint32_t count = 0;
  for (uint32_t end = n - WINDOW; end >= oldest + WINDOW;) {
    const bool is_found = is_same(now, repetition->prints + end - WINDOW);
    count += is_found;
    end -= is_found ? WINDOW / 2 : 1; // Beside a match there are others
  }
  return (double)count;
}
