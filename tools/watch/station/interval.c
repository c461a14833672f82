// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "tools/watch/station/interval.h"

#include "base/clock.h"
#include "model/view.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define GAP                                                                    \
  0.5 /* Seconds without audio between two moments: not the same time */
#define QUIET                                                                  \
  1.5 /* Seconds until what is half done is said without the rest              \
       */

bool
interval_maker_init(IntervalMaker* maker, double seconds, const View* view)
{
  *maker = (IntervalMaker){.seconds = seconds,
                           .sum = reading_new(view_values(view)),
                           .last = reading_new(view_values(view)),
                           .summary = summary_new(view)};
  return maker->sum && maker->last && maker->summary;
}

void
interval_maker_clear(IntervalMaker* maker)
{
  free(maker->sum);
  free(maker->last);
  summary_free(maker->summary);
  *maker = (IntervalMaker){0};
}

static bool
has_audio(const IntervalMaker* maker)
{
  return maker->sum->seconds > 0.0;
}

/// The sum becomes the interval
static const Interval*
make(IntervalMaker* maker)
{
  Interval* const made = &maker->made;
  Reading* const reading = maker->sum;
  // Audio may have begun a little before it was seen to
  reading->begin = fmax(reading->begin, maker->idle_since);
  reading->end = fmax(reading->end, reading->begin);
  maker->sum = maker->last;
  maker->last = reading;
  summary_update(maker->summary, reading->tags, SUMMARY_HYSTERESIS);
  *made = (Interval){.sequence = maker->sequence++,
                     .begin = reading->begin,
                     .end = reading->end,
                     .lag = fmax(0.0, wall_seconds() - reading->end),
                     .status = {.state = SOURCE_LIVE, // As it was then
                                .since = maker->live_since},
                     .reading = reading,
                     .summary = maker->summary};
  maker->idle_since = reading->end;
  reading_clear(maker->sum);
  return made;
}

const Interval*
interval_maker_break(IntervalMaker* maker, const Reading* moment)
{
  return has_audio(maker) && moment->begin > maker->sum->end + GAP ? make(maker)
                                                                   : NULL;
}

const Interval*
interval_maker_add(IntervalMaker* maker, const Reading* moment)
{
  if (!has_audio(maker) && !(moment->begin < maker->last_end + GAP)) {
    maker->live_since = moment->begin;
  }
  maker->last_end = moment->end;
  reading_add(maker->sum, moment);
  const double enough = maker->seconds - 0.01;
  return maker->sum->seconds >= enough ? make(maker) : NULL;
}

const Interval*
interval_maker_end(IntervalMaker* maker)
{
  return has_audio(maker) ? make(maker) : NULL;
}

const Interval*
interval_maker_idle(IntervalMaker* maker,
                    const SourceStatus* status,
                    double now)
{
  if (!(maker->idle_since > 0.0)) {
    maker->idle_since = now;
  }
  if (now < maker->idle_since + maker->seconds) {
    return NULL;
  }
  summary_reset(maker->summary);
  maker->made = (Interval){.sequence = maker->sequence++,
                           .begin = maker->idle_since,
                           .end = now,
                           .lag = (double)NAN,
                           .status = *status};
  maker->idle_since = now;
  return &maker->made;
}
