// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "tools/watch/rules/mute.h"

#include "base/arena.h"
#include "base/array.h"
#include "tools/watch/rules/name_list.h"

#include <stdlib.h>
#include <string.h>

struct MuteTable {
  MuteTableFunc on_change; ///< NULL for none
  void* data;
  Arena* arena; ///< Of the weekly ones
  uint32_t n_weekly;
  WeeklyMute* weekly; ///< [n_weekly]
  uint32_t n;
  size_t room;
  Mute* mutes; ///< [n]; owned
};

MuteTable*
mute_table_new(void)
{
  return (MuteTable*)calloc(1, sizeof(MuteTable));
}

void
mute_table_set_listener(MuteTable* table, MuteTableFunc func, void* data)
{
  table->on_change = func;
  table->data = data;
}

static void
tell(const MuteTable* table, const Mute* mute, bool is_over)
{
  if (table->on_change) {
    table->on_change(table->data, mute, is_over);
  }
}

void
mute_table_free(MuteTable* table)
{
  if (table) {
    arena_free(table->arena);
    free(table->mutes);
    free(table);
  }
}

/// A copy, or NULL of NULL
static bool
copy_text(Arena* arena, const char** text)
{
  const bool was_there = *text;
  *text = was_there ? arena_string(arena, *text) : NULL;
  return *text || !was_there;
}

bool
mute_table_set_weekly(MuteTable* table, const WeeklyMute* weekly, uint32_t n)
{
  Arena* const arena = arena_new();
  WeeklyMute* const copy =
      arena ? (WeeklyMute*)arena_alloc(arena, n + 1u, sizeof(WeeklyMute))
            : NULL;
  bool ok = copy;
  for (uint32_t i = 0; ok && i < n; ++i) {
    copy[i] = weekly[i];
    ok = copy_text(arena, &copy[i].name) &&
         copy_text(arena, &copy[i].stations) &&
         copy_text(arena, &copy[i].rules);
  }
  if (!ok) {
    arena_free(arena);
    return false;
  }
  arena_free(table->arena);
  table->arena = arena;
  table->weekly = copy;
  table->n_weekly = n;
  return true;
}

/// The mute of exactly that; n if there is none
static uint32_t
find(const MuteTable* table, const char* station, const char* rule)
{
  uint32_t i = 0;
  while (i < table->n && (strcmp(table->mutes[i].station, station) != 0 ||
                          strcmp(table->mutes[i].rule, rule) != 0)) {
    ++i;
  }
  return i;
}

bool
mute_table_add(MuteTable* table, const Mute* mute)
{
  const uint32_t i = find(table, mute->station, mute->rule);
  Mute* const mutes =
      (Mute*)array_grow(table->mutes, i, &table->room, sizeof(Mute));
  if (!mutes) {
    return false;
  }
  table->mutes = mutes;
  table->mutes[i] = *mute;
  table->n += i == table->n;
  tell(table, mute, false);
  return true;
}

static void
erase(MuteTable* table, uint32_t i)
{
  const Mute mute = table->mutes[i];
  memmove(table->mutes + i, table->mutes + i + 1,
          (table->n - i - 1u) * sizeof(Mute));
  --table->n;
  tell(table, &mute, true);
}

bool
mute_table_remove(MuteTable* table, const char* station, const char* rule)
{
  const uint32_t i = find(table, station, rule);
  if (i == table->n) {
    return false;
  }
  erase(table, i);
  return true;
}

void
mute_table_clear(MuteTable* table)
{
  table->n = 0;
}

/// Does a name that may mean all mean this one?
static bool
means(const char* name, const char* other)
{
  return !*name || !strcmp(name, other);
}

bool
mute_table_covers(const MuteTable* table,
                  const char* station,
                  const char* rule,
                  double now)
{
  for (uint32_t i = 0; i < table->n; ++i) {
    const Mute* const mute = &table->mutes[i];
    if (now >= mute->begin && now < mute->end &&
        means(mute->station, station) && means(mute->rule, rule)) {
      return true;
    }
  }
  for (uint32_t i = 0; i < table->n_weekly; ++i) {
    const WeeklyMute* const weekly = &table->weekly[i];
    if (name_list_has(weekly->stations, station) &&
        name_list_has(weekly->rules, rule) &&
        weekly_window_has(&weekly->window, now)) {
      return true;
    }
  }
  return false;
}

void
mute_table_expire(MuteTable* table, double now)
{
  for (uint32_t i = table->n; i-- > 0;) {
    if (table->mutes[i].end <= now) {
      erase(table, i);
    }
  }
}

uint32_t
mute_table_n(const MuteTable* table)
{
  return table->n;
}

const Mute*
mute_table_at(const MuteTable* table, uint32_t i)
{
  return &table->mutes[i];
}
