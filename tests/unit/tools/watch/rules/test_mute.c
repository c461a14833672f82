// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// What is muted: a rule of a station, either of all, for a time or each week

#undef NDEBUG

#include "tools/watch/rules/mute.h"

#include "tests/support/run.h"
#include "tools/watch/rules/name_list.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

static void
add(MuteTable* table, const char* station, const char* rule, double end)
{
  Mute mute = {.begin = 100.0, .end = end};
  snprintf(mute.station, sizeof(mute.station), "%s", station);
  snprintf(mute.rule, sizeof(mute.rule), "%s", rule);
  const bool ok = mute_table_add(table, &mute);
  assert(ok);
}

static void
test_lists(void)
{
  assert(name_list_has(NULL, "a"));
  assert(name_list_has("b, a", "a") && name_list_has("a", "a"));
  assert(!name_list_has("aa, ba", "a") && !name_list_has("", "a"));
}

static void
test_times(void)
{
  MuteTable* const table = mute_table_new();
  assert(table);
  add(table, "one", "silence", 200.0);
  assert(mute_table_covers(table, "one", "silence", 100.0));
  assert(!mute_table_covers(table, "one", "silence", 99.0));
  assert(!mute_table_covers(table, "one", "silence", 200.0));
  assert(!mute_table_covers(table, "one", "phase", 150.0));
  assert(!mute_table_covers(table, "two", "silence", 150.0));
  add(table, "one", "", 150.0);
  assert(mute_table_covers(table, "one", "phase", 149.0));
  add(table, "", "down", 120.0);
  assert(mute_table_covers(table, "two", "down", 110.0));
  add(table, "one", "silence", 300.0); // In place of the first
  assert(mute_table_n(table) == 3);
  assert(mute_table_covers(table, "one", "silence", 250.0));
  mute_table_expire(table, 150.0);
  assert(mute_table_n(table) == 1);
  assert(!strcmp(mute_table_at(table, 0)->rule, "silence"));
  bool removed = mute_table_remove(table, "one", "");
  assert(!removed);
  removed = mute_table_remove(table, "one", "silence");
  assert(removed && !mute_table_n(table));
  for (int i = 0; i < 100; ++i) {
    char name[16];
    snprintf(name, sizeof(name), "%d", i);
    add(table, name, "", 200.0);
  }
  assert(mute_table_n(table) == 100);
  assert(mute_table_covers(table, "99", "x", 150.0));
  mute_table_free(table);
}

static void
test_weekly(void)
{
  Error error = {""};
  WeeklyMute weekly = {.name = "x", .stations = "one, two", .rules = "silence"};
  MuteTable* const table = mute_table_new();
  bool ok = table &&
            weekly_window_read(&weekly.window, "Thu 00:00-01:00", &error) &&
            weekly_window_set_zone(&weekly.window, "UTC", &error) &&
            mute_table_set_weekly(table, &weekly, 1);
  assert(ok);
  assert(mute_table_covers(table, "one", "silence", 0.0));
  assert(mute_table_covers(table, "two", "silence", 3599.0));
  assert(!mute_table_covers(table, "two", "silence", 3600.0));
  assert(!mute_table_covers(table, "three", "silence", 0.0));
  assert(!mute_table_covers(table, "one", "phase", 0.0));
  ok = mute_table_set_weekly(table, NULL, 0);
  assert(ok && !mute_table_covers(table, "one", "silence", 0.0));
  mute_table_free(table);
}

int
main(void)
{
  RUN(test_lists());
  RUN(test_times());
  RUN(test_weekly());
  return 0;
}
