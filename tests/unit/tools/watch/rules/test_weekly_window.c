// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// Weekly times are those of a clock on the wall, on days of 23 and 25 hours,
// too

#undef NDEBUG

#include "tools/watch/rules/weekly_window.h"

#include "tests/support/run.h"

#include <assert.h>

#define HOUR 3600.0

// Midnights in UTC
#define SUNDAY_REMEMBRANCE 1699747200.0 /* 2023-11-12 */
#define SUNDAY_SPRING 1711843200.0      /* 2024-03-31, when clocks go forward */
#define SUNDAY_AUTUMN 1729987200.0      /* 2024-10-27, when they go back */

static WeeklyWindow
make_window(const char* text, const char* zone)
{
  Error error = {""};
  WeeklyWindow window = {.n = 0};
  const bool ok = weekly_window_read(&window, text, &error) &&
                  weekly_window_set_zone(&window, zone, &error);
  assert(ok && !error.text[0]);
  return window;
}

/// Hours of a span in which it is such a time, by the minute
static double
hours(const WeeklyWindow* window, double begin, double n_hours)
{
  uint32_t n = 0;
  for (int i = 0; i < (int)(n_hours * 60.0); ++i) {
    n += weekly_window_has(window, begin + 60.0 * i);
  }
  return n / 60.0;
}

static bool
is_about(double a, double b)
{
  return a > b - 1e-6 && a < b + 1e-6;
}

static void
test_sunday(void)
{
  const WeeklyWindow window = make_window("Sun 10:59-11:03", "Europe/London");
  const double begin = SUNDAY_REMEMBRANCE + 10 * HOUR + 59 * 60.0;
  assert(!weekly_window_has(&window, begin - 0.5));
  assert(weekly_window_has(&window, begin));
  assert(weekly_window_has(&window, begin + 239.5));
  assert(!weekly_window_has(&window, begin + 240.0));
  assert(!weekly_window_has(&window, begin + 86400.0));
  const double summer = SUNDAY_AUTUMN - 4 * 7 * 24 * HOUR;
  assert(weekly_window_has(&window, summer + 10 * HOUR)); // 11:00 BST
  assert(!weekly_window_has(&window, summer + 11 * HOUR));
}

static void
test_short_and_long_days(void)
{
  WeeklyWindow window = make_window("Sun 00:00-24:00", "Europe/Berlin");
  assert(is_about(hours(&window, SUNDAY_SPRING - 24 * HOUR, 72), 23));
  assert(is_about(hours(&window, SUNDAY_AUTUMN - 24 * HOUR, 72), 25));
  window = make_window("Sun 02:10-02:40", "Europe/Berlin");
  assert(is_about(hours(&window, SUNDAY_SPRING - 24 * HOUR, 72), 0));
  assert(is_about(hours(&window, SUNDAY_AUTUMN - 24 * HOUR, 72), 1));
  window = make_window("Sun 01:30-03:30", "Europe/Berlin");
  assert(is_about(hours(&window, SUNDAY_SPRING - 24 * HOUR, 72), 1));
  assert(is_about(hours(&window, SUNDAY_AUTUMN - 24 * HOUR, 72), 3));
  window = make_window("Sat 22:00-06:00", "Europe/Berlin"); // Past midnight
  assert(is_about(hours(&window, SUNDAY_SPRING - 24 * HOUR, 72), 7));
  assert(is_about(hours(&window, SUNDAY_AUTUMN - 24 * HOUR, 72), 9));
}

static void
test_texts(void)
{
  const double week = 7 * 24;
  static const struct {
    const char* text;
    double hours; ///< A week; 0: it is wrong
  } cases[] = {
      {"daily 03:00-03:30", 3.5},
      {"Mon-Fri 22:00-06:00", 40},
      {"sat-mon 0:00-1:00,  Wed 12:00-12:30:00 ", 3.5},
      {"Sun 23:00-01:00", 2}, // Into the next week
      {"Sun 10:59", 0},
      {"Sun 10:59-10:59", 0},
      {"10:00-11:00", 0},
      {"Sunday 10:00-11:00", 0},
      {"Sun 25:00-26:00", 0},
      {"Sun 24:01-25:00", 0},
      {"Sun 10:60-11:00", 0},
      {"Sun 10:00-11:00,", 0},
      {"Mon-Xyz 10:00-11:00", 0},
      {"", 0},
  };
  for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); ++i) {
    Error error = {""};
    WeeklyWindow window = {.n = 0};
    bool ok = weekly_window_read(&window, cases[i].text, &error);
    assert(ok == (cases[i].hours > 0.0));
    assert(ok == !error.text[0]);
    if (ok) {
      ok = weekly_window_set_zone(&window, "UTC", &error);
      assert(ok);
      assert(is_about(hours(&window, SUNDAY_SPRING, week), cases[i].hours));
    }
  }
  Error error = {""};
  WeeklyWindow window = {.n = 0};
  const bool found = weekly_window_set_zone(&window, "Europe/Erewhon", &error);
  assert(!found && error.text[0]);
}

int
main(void)
{
  RUN(test_sunday());
  RUN(test_short_and_long_days());
  RUN(test_texts());
  return 0;
}
