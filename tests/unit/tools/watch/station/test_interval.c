// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// Intervals are whole, of one connection, and told without audio, too

#undef NDEBUG

#include "tools/watch/station/interval.h"

#include "tests/support/run.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

static const SourceStatus down = {.state = SOURCE_DOWN,
                                  .reason = SOURCE_REASON_REFUSED};

static const Group group = {.name = "genre"};
static const Tag tags_of_view[2] = {
    {.name = "rising", .threshold = 0.1f, .ranked = true},
    {.name = "strong", .threshold = 0.4f, .ranked = true},
};
static const View view = {.n_tags = 2,
                          .tags = tags_of_view,
                          .n_groups = 1,
                          .groups = &group,
                          .has_thresholds = true};

/// A moment of a second from `begin` on
static const Interval*
add(IntervalMaker* maker, double begin, bool* is_broken)
{
  Reading* const moment = reading_new(2);
  assert(moment);
  moment->begin = begin;
  moment->end = begin + 1.0;
  moment->seconds = 1.0;
  moment->level.n = 100;
  const float tags[2] = {(float)begin / 100.0f, 0.5f};
  reading_add_tags(moment, tags);
  *is_broken = interval_maker_break(maker, moment);
  const Interval* const made = interval_maker_add(maker, moment);
  free(moment);
  return made;
}

static void
test_whole(void)
{
  IntervalMaker maker;
  bool is_broken = false;
  assert(interval_maker_init(&maker, 5.0, &view));
  for (int i = 0; i < 20; ++i) {
    const Interval* const made = add(&maker, i, &is_broken);
    assert(!is_broken && !made == (i % 5 != 4));
    if (made) {
      assert(made->sequence == (uint64_t)i / 5);
      assert(fabs(made->begin - (i - 4)) < 1e-9);
      assert(fabs(made->end - (i + 1)) < 1e-9);
      assert(made->reading->level.n == 500);
      assert(fabsf(made->reading->tags[0] - (float)(i - 2) / 100.0f) < 1e-6f);
      assert(made->reading->n_updates == 5);
      // 0.02, 0.07, 0.12, 0.17
      const uint32_t* said = NULL;
      assert(summary_tags(made->summary, 0, &said) == (i > 10 ? 2u : 1u));
      assert(said[0] == 1);
      assert(made->status.state == SOURCE_LIVE && made->status.since < 1e-9);
    }
  }
  interval_maker_clear(&maker);
}

static void
test_gap(void)
{
  IntervalMaker maker;
  bool is_broken = false;
  assert(interval_maker_init(&maker, 5.0, &view));
  add(&maker, 10.0, &is_broken);
  add(&maker, 11.0, &is_broken);
  assert(!is_broken);
  add(&maker, 20.0, &is_broken);
  assert(is_broken);
  const Interval* const made = interval_maker_end(&maker);
  assert(made && made->sequence == 1 && fabs(made->begin - 20.0) < 1e-9);
  assert(fabs(made->status.since - 20.0) < 1e-9);
  assert(!interval_maker_end(&maker));
  interval_maker_clear(&maker);
}

static void
test_idle(void)
{
  IntervalMaker maker;
  bool is_broken = false;
  assert(interval_maker_init(&maker, 5.0, &view));
  add(&maker, 10.0, &is_broken);
  const Interval* made = interval_maker_end(&maker);
  assert(made && made->reading && made->status.state == SOURCE_LIVE);
  assert(!interval_maker_idle(&maker, &down, 15.0));
  made = interval_maker_idle(&maker, &down, 16.5);
  assert(made && !made->reading && made->status.state == SOURCE_DOWN);
  assert(fabs(made->begin - 11.0) < 1e-9 && isnan(made->lag));
  assert(!interval_maker_idle(&maker, &down, 17.0));
  add(&maker, 16.2, &is_broken);
  made = interval_maker_end(&maker);
  assert(made && fabs(made->begin - 16.5) < 1e-9); // No time twice
  interval_maker_clear(&maker);
}

int
main(void)
{
  RUN(test_whole());
  RUN(test_gap());
  RUN(test_idle());
  return 0;
}
