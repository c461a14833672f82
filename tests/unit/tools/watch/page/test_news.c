// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// What is kept for the page is bounded: events, lines, wishes, the last hours

#undef NDEBUG
#define _POSIX_C_SOURCE 200809L

#include "tools/watch/page/news.h"

#include "base/clock.h"
#include "tests/support/run.h"
#include "tools/watch/page/page_wish.h"
#include "tools/watch/page/recent_past.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static Event
make_event(unsigned n, bool is_firing)
{
  Event event = {.ended_at = is_firing ? (double)NAN : 1.0};
  snprintf(event.id, sizeof(event.id), "event-%u", n);
  return event;
}

static void
test_events(void)
{
  News news;
  News copy;
  assert(news_init(&news));
  for (unsigned i = 0; i < 2 * NEWS_EVENTS; ++i) {
    const Event event = make_event(i, i == 3);
    news_put_event(&news, &event);
  }
  assert(news.n_events == NEWS_EVENTS);
  assert(news_find(&news, "event-3")); // It still fires
  assert(!news_find(&news, "event-4") && news_find(&news, "event-799"));
  const uint64_t before = news.serial;
  const Event over = make_event(3, false);
  news_put_event(&news, &over);
  assert(news.n_events == NEWS_EVENTS && news.serial == before + 1);
  assert(news_copy(&news, before, &copy) && copy.n_events == 1);
  assert(!strcmp(copy.events[0].event.id, "event-3") && !copy.n_lines);
  news_clear(&copy);
  assert(news_copy(&news, news.serial, &copy) && !copy.n_events);
  news_clear(&copy);
  news_clear(&news);
}

static void
test_lines(void)
{
  News news;
  assert(news_init(&news));
  for (unsigned i = 0; i < NEWS_LINES + 5u; ++i) {
    char text[32];
    snprintf(text, sizeof(text), "line %u", i);
    news_put_line(&news, "one", text);
  }
  assert(news.n_lines == NEWS_LINES);
  assert(!strcmp(news.lines[0].text.text, "line 5"));
  news_put_line(&news, "two", "Bj\xf6rk\x1b[1m\n");
  assert(!strcmp(news.lines[NEWS_LINES - 1].text.text, "Bj\xc3\xb6rk[1m"));
  news_clear(&news);
}

static void
test_wishes(void)
{
  PageWishes wishes = {0};
  PageWish wish = {.kind = PAGE_WISH_MUTE};
  for (int round = 0; round < 3; ++round) {
    for (unsigned i = 0; i < PAGE_WISHES_MAX; ++i) {
      wish.mute.end = i;
      assert(page_wishes_put(&wishes, &wish));
    }
    assert(!page_wishes_put(&wishes, &wish));
    for (unsigned i = 0; i < PAGE_WISHES_MAX; ++i) {
      assert(page_wishes_take(&wishes, &wish) && wish.mute.end == i);
    }
    assert(!page_wishes_take(&wishes, &wish));
  }
}

/// An interval of 5 s that begins `at` seconds from now
static void
add(RecentPast* past, Reading* reading, double at, float tag, double lufs)
{
  reading->seconds = 5.0;
  reading->tags[1] = tag;
  reading->loudness.short_term = lufs;
  reading->momentary_max = lufs + 3.0;
  const Interval interval = {.begin = wall_seconds() + at,
                             .status = {.state = SOURCE_LIVE},
                             .reading = reading};
  recent_past_add(past, &interval);
}

static void
test_past(void)
{
  RecentPast past;
  Reading* const reading = reading_new(2);
  const uint8_t* tags = NULL;
  assert(recent_past_init(&past, 2) && reading);
  for (int i = 0; i < 4 * (int)RECENT_PAST_BINS; ++i) {
    snprintf(reading->title.text, sizeof(reading->title.text), "%d", i / 100);
    add(&past, reading, 5.0 * i, i % 2 ? 0.25f : 0.75f, i % 2 ? -20.0 : -30.0);
  }
  assert(past.n == RECENT_PAST_BINS);
  assert(past.n_titles == 4 * RECENT_PAST_BINS / 100 + 1);
  const RecentBin* const first = recent_past_bin(&past, 0, &tags);
  const double begin = first->begin;
  const RecentBin* const bin = recent_past_bin(&past, 10, &tags);
  assert(fabs(bin->begin - begin - 10.0 * RECENT_PAST_STEP) < 0.1);
  assert(fabsf(bin->seconds - 10.0f) < 0.1f);
  assert(tags[0] == 0 && abs(tags[1] - 128) <= 1);
  assert(fabsf(bin->short_term + 25.0f) < 0.1f);
  assert(fabsf(bin->momentary + 17.0f) < 0.1f);
  add(&past, reading, 0.0, 1.0f, -10.0); // The clock was set back
  assert(past.n == RECENT_PAST_BINS);
  assert(recent_past_bin(&past, 0, &tags)->begin >= begin);
  const uint32_t last = RECENT_PAST_BINS - 1u;
  assert(recent_past_bin(&past, last, &tags)->begin < begin && tags[1] == 255);
  free(reading);
  recent_past_clear(&past);
}

int
main(void)
{
  RUN(test_events());
  RUN(test_lines());
  RUN(test_wishes());
  RUN(test_past());
  return 0;
}
