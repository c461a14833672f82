// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/watch/history/interval_row.h"

#include "tools/watch/source/utc.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

uint8_t
interval_row_byte(double probability)
{
  return (uint8_t)lround(255.0 * fmin(fmax(probability, 0.0), 1.0));
}

double
interval_row_probability(uint8_t byte)
{
  return byte / 255.0;
}

static void
set_reading(IntervalRow* row, const View* view, const Reading* reading)
{
  const SignalLevel* const level = &reading->level;
  row->title = reading->title;
  row->music = reading_tag(reading, view, "music");
  row->speech = reading_tag(reading, view, "speech");
  row->silence = reading_tag(reading, view, "silence");
  row->momentary_max = reading->momentary_max;
  row->loudness = reading->loudness;
  row->true_peak_max = reading->true_peak_max;
  row->left = signal_level_rms_left(level);
  row->right = signal_level_rms_right(level);
  row->peak_left = signal_level_decibels(level->peak_left * level->peak_left);
  row->peak_right =
      signal_level_decibels(level->peak_right * level->peak_right);
  row->correlation = signal_level_correlation(level);
  row->n_clipped = (int64_t)level->n_clipped;
  row->n_bad = (int64_t)level->n_bad;
  row->dropped = reading->dropped;
  for (uint32_t i = 0; i < row->n_tags; ++i) {
    row->tags[i] = interval_row_byte((double)reading->tags[i]);
  }
}

IntervalRow*
interval_row_new(const char* station,
                 const View* view,
                 const Interval* interval)
{
  const double none = (double)NAN;
  const Reading* const reading = interval->reading;
  const uint32_t n_tags = reading ? reading->n_tags : 0;
  IntervalRow* const row =
      (IntervalRow*)calloc(1, sizeof(IntervalRow) + n_tags);
  if (!row) {
    return NULL;
  }
  *row = (IntervalRow){.sequence = (int64_t)interval->sequence,
                       .began_at =
                           round(1000.0 * utc_of(interval->begin)) / 1000.0,
                       .seconds = interval->end - interval->begin,
                       .state = interval->status.state,
                       .reason = interval->status.reason,
                       .music = none,
                       .speech = none,
                       .silence = none,
                       .momentary_max = none,
                       .loudness = {none, none, none, none},
                       .true_peak_max = none,
                       .left = none,
                       .right = none,
                       .peak_left = none,
                       .peak_right = none,
                       .correlation = none,
                       .lag = interval->lag,
                       .n_tags = n_tags};
  snprintf(row->station, sizeof(row->station), "%s", station);
  if (reading) {
    set_reading(row, view, reading);
  }
  return row;
}
