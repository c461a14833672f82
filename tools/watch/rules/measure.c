// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/watch/rules/measure.h"

#include "tools/watch/meter/movement.h"

#include <math.h>
#include <string.h>

#define AUDIBLE (-60.0) /* dBFS; below, no channel is lost */

static const MeasureTraits all[MEASURE_N] = {
    [MEASURE_DOWN] = {"down", "", true, true, false, 0, 1, 0.5, 0, 30, 0},
    [MEASURE_STALLED] = {"stalled", "", true, true, false, 0, 1, 0.5, 0, 10, 0},
    [MEASURE_SILENCE] = {"silence", "LUFS", false, false, true, -119, 0, -50, 3,
                         20, 5},
    [MEASURE_TOO_QUIET] = {"too-quiet", "LUFS", false, false, true, -119, 0,
                           -35, 2, 60, 10},
    [MEASURE_TOO_LOUD] = {"too-loud", "LUFS", true, false, true, -119, 10, -10,
                          2, 30, 10},
    [MEASURE_TRUE_PEAK] = {"true-peak", "dBTP", true, false, true, -60, 20, 0,
                           0.5, 1, 60},
    [MEASURE_LEVEL_LOW] = {"level-low", "dBFS", false, false, true, -119, 0,
                           -50, 3, 20, 5},
    [MEASURE_LEVEL_HIGH] = {"level-high", "dBFS", true, false, true, -119, 10,
                            -3, 1, 10, 10},
    [MEASURE_CLIPPING] = {"clipping", "%", true, false, true, 0, 100, 0.1, 0.05,
                          10, 30},
    [MEASURE_CHANNEL_LOST] = {"channel-lost", "dB", true, false, true, 1, 120,
                              30, 6, 60, 5},
    [MEASURE_MONO] = {"mono", "", true, false, true, -1, 1, 0.999, 0.001, 300,
                      10},
    [MEASURE_PHASE] = {"phase", "", false, false, true, -1, 1, -0.5, 0.3, 30,
                       10},
    [MEASURE_NO_PROGRAMME] = {"no-programme", "", false, false, true, 0, 1, 0.5,
                              0.1, 60, 10},
    [MEASURE_TAG_PRESENT] = {"tag-present", "", true, false, true, 0, 1,
                             (double)NAN, 0.05, 10, 10},
    [MEASURE_TAG_ABSENT] = {"tag-absent", "", false, false, true, 0, 1,
                            (double)NAN, 0.05, 60, 10},
    [MEASURE_SAME_SOUND] = {"same-sound", "", true, false, true, 0, 100, 2.5, 1,
                            20, 20},
    [MEASURE_SAME_TITLE] = {"same-title", "", true, false, false, 0, 1, 0.5, 0,
                            1800, 0},
};

const MeasureTraits*
measure_traits(Measure measure)
{
  return &all[measure];
}

Measure
measure_find(const char* name)
{
  unsigned i = 0;
  while (i < MEASURE_N && strcmp(all[i].name, name) != 0) {
    ++i;
  }
  return (Measure)i;
}

double
measure_of_state(Measure measure, SourceState state)
{
  if (measure == MEASURE_STALLED) {
    return state == SOURCE_STALLED ? 1.0 : 0.0;
  }
  // What ends as it should is not down, and what has not begun is unknown
  return state == SOURCE_LIVE || state == SOURCE_ENDED ? 0.0 : 1.0;
}

/// The difference of the channels, if there is anything to hear
static double
difference(const SignalLevel* level)
{
  const double left = signal_level_rms_left(level);
  const double right = signal_level_rms_right(level);
  if (!level->n_stereo || fmax(left, right) < AUDIBLE) {
    return (double)NAN;
  }
  return fabs(left - right);
}

static double
clipped_percent(const SignalLevel* level)
{
  return level->n ? 50.0 * (double)level->n_clipped / (double)level->n
                  : (double)NAN;
}

static double
same_title(const Reading* before, const Reading* moment)
{
  if (!before || !before->title.text[0] || !moment->title.text[0]) {
    return (double)NAN;
  }
  return strcmp(before->title.text, moment->title.text) ? 0.0 : 1.0;
}

static double
of_tags(Measure measure, const View* view, uint32_t tag, const Reading* moment)
{
  if (!moment->n_updates) {
    return (double)NAN;
  }
  if (measure != MEASURE_NO_PROGRAMME) {
    return (double)moment->tags[tag];
  }
  if (moment->movement < MOVEMENT_STILL) { // A tone is no music
    return 0.0;
  }
  return fmax(reading_tag(moment, view, "music"),
              reading_tag(moment, view, "speech"));
}

double
measure_of_moment(Measure measure,
                  const View* view,
                  uint32_t tag,
                  const Reading* before,
                  const Reading* moment)
{
  const SignalLevel* const level = &moment->level;
  switch (measure) {
  case MEASURE_SILENCE:
    return moment->momentary_max;
  case MEASURE_TOO_QUIET:
  case MEASURE_TOO_LOUD:
    return moment->loudness.short_term;
  case MEASURE_TRUE_PEAK:
    return moment->true_peak_max;
  case MEASURE_LEVEL_LOW:
  case MEASURE_LEVEL_HIGH:
    return fmax(signal_level_rms_left(level), signal_level_rms_right(level));
  case MEASURE_CLIPPING:
    return clipped_percent(level);
  case MEASURE_CHANNEL_LOST:
    return difference(level);
  case MEASURE_MONO:
  case MEASURE_PHASE:
    return signal_level_correlation(level);
  case MEASURE_SAME_TITLE:
    return same_title(before, moment);
  case MEASURE_SAME_SOUND:
    return moment->returns;
  case MEASURE_NO_PROGRAMME:
  case MEASURE_TAG_PRESENT:
  case MEASURE_TAG_ABSENT:
    return of_tags(measure, view, tag, moment);
  case MEASURE_DOWN:
  case MEASURE_STALLED:
  case MEASURE_N:
    break;
  }
  return (double)NAN;
}
