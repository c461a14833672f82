// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/watch/meter/reading.h"

#include "model/view.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void
reading_clear(Reading* reading)
{
  const double none = (double)NAN;
  const uint32_t n_tags = reading->n_tags;
  *reading = (Reading){.n_tags = n_tags,
                       .loudness = {none, none, none, none},
                       .momentary_max = none,
                       .true_peak_max = none,
                       .movement = none,
                       .returns = none};
  memset(reading->tags, 0, n_tags * sizeof(float));
}

Reading*
reading_new(uint32_t n_tags)
{
  Reading* const reading =
      (Reading*)malloc(sizeof(Reading) + n_tags * sizeof(float));
  if (reading) {
    reading->n_tags = n_tags;
    reading_clear(reading);
  }
  return reading;
}

/// Means of tags, each over its updates
static void
add_means(Reading* reading, const float* tags, uint32_t n_updates)
{
  const uint32_t n = reading->n_updates + n_updates;
  const float share = n ? (float)n_updates / (float)n : 0.0f;
  for (uint32_t i = 0; i < reading->n_tags; ++i) {
    reading->tags[i] += share * (tags[i] - reading->tags[i]);
  }
  reading->n_updates = n;
}

void
reading_add_tags(Reading* reading, const float* tags)
{
  add_means(reading, tags, 1);
}

void
reading_add(Reading* reading, const Reading* next)
{
  if (!(reading->seconds > 0.0)) {
    reading->begin = next->begin;
  }
  reading->end = next->end;
  reading->seconds += next->seconds;
  reading->dropped += next->dropped;
  signal_level_add(&reading->level, &next->level);
  reading->loudness = next->loudness;
  reading->momentary_max = fmax(reading->momentary_max, next->momentary_max);
  reading->true_peak_max = fmax(reading->true_peak_max, next->true_peak_max);
  reading->movement = fmax(reading->movement, next->movement);
  reading->returns = fmax(reading->returns, next->returns);
  reading->span_begin = next->span_begin;
  reading->title = next->title;
  add_means(reading, next->tags, next->n_updates);
}

double
reading_tag(const Reading* reading, const View* view, const char* name)
{
  const uint32_t tag = view_find_tag(view, name);
  return tag < view->n_tags ? (double)reading->tags[tag] : (double)NAN;
}
