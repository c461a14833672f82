// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/watch/page/recent_past.h"

#include "tools/watch/source/utc.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SET_BACK 60.0 /* Seconds from which on the clock was set back */

bool
recent_past_init(RecentPast* past, uint32_t n_tags)
{
  *past = (RecentPast){.n_tags = n_tags};
  past->bins = (RecentBin*)calloc(RECENT_PAST_BINS, sizeof(RecentBin));
  past->tags = (uint8_t*)calloc((size_t)RECENT_PAST_BINS * n_tags + 1u, 1);
  past->sums = (float*)calloc(n_tags + 1u, sizeof(float));
  past->titles = (RecentTitle*)calloc(RECENT_PAST_TITLES, sizeof(RecentTitle));
  return past->bins && past->tags && past->sums && past->titles;
}

void
recent_past_clear(RecentPast* past)
{
  free(past->bins);
  free(past->tags);
  free(past->sums);
  free(past->titles);
  *past = (RecentPast){0};
}

/// The bin that a time belongs to: the last one, or a new one
static RecentBin*
open_bin(RecentPast* past, double begin)
{
  const double start = floor(begin / RECENT_PAST_STEP) * RECENT_PAST_STEP;
  if (past->n) {
    const uint32_t last =
        (past->next + RECENT_PAST_BINS - 1u) % RECENT_PAST_BINS;
    const double ahead = past->bins[last].begin - start;
    if (ahead >= 0.0 && ahead < SET_BACK) {
      return &past->bins[last];
    }
  }
  RecentBin* const bin = &past->bins[past->next];
  *bin = (RecentBin){.begin = start, .short_term = NAN, .momentary = NAN};
  memset(past->tags + (size_t)past->next * past->n_tags, 0, past->n_tags);
  memset(past->sums, 0, past->n_tags * sizeof(float));
  past->loudness_sum = 0.0;
  past->loudness_seconds = 0.0;
  past->next = (past->next + 1u) % RECENT_PAST_BINS;
  past->n += past->n < RECENT_PAST_BINS;
  return bin;
}

static void
add_tags(RecentPast* past, const RecentBin* bin, const Reading* reading)
{
  uint8_t* const tags = past->tags + (size_t)(bin - past->bins) * past->n_tags;
  for (uint32_t i = 0; i < past->n_tags; ++i) {
    past->sums[i] += reading->tags[i] * (float)reading->seconds;
    const float mean = past->sums[i] / bin->seconds;
    tags[i] = (uint8_t)lrintf(255.0f * fminf(fmaxf(mean, 0.0f), 1.0f));
  }
}

static void
add_loudness(RecentPast* past, RecentBin* bin, const Reading* reading)
{
  const double short_term = reading->loudness.short_term;
  if (isfinite(short_term)) {
    past->loudness_sum += short_term * reading->seconds;
    past->loudness_seconds += reading->seconds;
    bin->short_term = (float)(past->loudness_sum / past->loudness_seconds);
  }
  bin->momentary = fmaxf(bin->momentary, (float)reading->momentary_max);
}

static void
add_title(RecentPast* past, const Interval* interval)
{
  const StreamTitle* const title = &interval->reading->title;
  const uint32_t n = past->n_titles;
  if (!title->text[0] ||
      (n && !strcmp(past->titles[n - 1].title.text, title->text))) {
    return;
  }
  if (n == RECENT_PAST_TITLES) {
    memmove(past->titles, past->titles + 1,
            (RECENT_PAST_TITLES - 1) * sizeof(past->titles[0]));
    --past->n_titles;
  }
  past->titles[past->n_titles++] =
      (RecentTitle){.begin = utc_of(interval->begin), .title = *title};
}

void
recent_past_add(RecentPast* past, const Interval* interval)
{
  RecentBin* const bin = open_bin(past, utc_of(interval->begin));
  const Reading* const reading = interval->reading;
  bin->state = interval->status.state;
  if (reading && reading->seconds > 0.0) {
    bin->seconds += (float)reading->seconds;
    add_tags(past, bin, reading);
    add_loudness(past, bin, reading);
    add_title(past, interval);
  }
}

const RecentBin*
recent_past_bin(const RecentPast* past, uint32_t i, const uint8_t** tags)
{
  const uint32_t place =
      (past->next + RECENT_PAST_BINS - past->n + i) % RECENT_PAST_BINS;
  *tags = past->tags + (size_t)place * past->n_tags;
  return &past->bins[place];
}

void
recent_past_copy(RecentPast* copy, const RecentPast* past)
{
  memcpy(copy->bins, past->bins, RECENT_PAST_BINS * sizeof(RecentBin));
  memcpy(copy->tags, past->tags, (size_t)RECENT_PAST_BINS * past->n_tags);
  memcpy(copy->titles, past->titles, past->n_titles * sizeof(RecentTitle));
  copy->n = past->n;
  copy->next = past->next;
  copy->n_titles = past->n_titles;
}
