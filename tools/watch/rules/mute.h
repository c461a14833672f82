// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_MUTE_H
#define EARMARK_MUTE_H

#include "tools/watch/rules/alarm.h"
#include "tools/watch/rules/weekly_window.h"
#include "tools/watch/source/address.h"

#include <stdbool.h>
#include <stdint.h>

#define MUTE_TEXT_SIZE 128u

/// For a time nobody is told of what a rule says of a station.  Times are
/// seconds since 1970 in UTC.  A plain value.
typedef struct {
  char station[ADDRESS_MAX_NAME + 1]; ///< "" for all
  char rule[ALARM_MAX_NAME + 1];      ///< "" for all
  double begin;
  double end;
  char who[MUTE_TEXT_SIZE];
  char why[MUTE_TEXT_SIZE];
} Mute;

/// The same each week, as a configuration has it
typedef struct {
  const char* name;
  uint32_t line;        ///< Of the file
  const char* stations; ///< Names with commas between; NULL for all
  const char* rules;    ///< The same
  WeeklyWindow window;
} WeeklyMute;

/// All that is muted.  For the main thread.
typedef struct MuteTable MuteTable;

/// Hears of a mute that was added or is over
typedef void (*MuteTableFunc)(void* data, const Mute* mute, bool is_over);

/// NULL if memory is short
MuteTable* mute_table_new(void);

/// Tell of each change of mutes, but the weekly ones, from now on
void mute_table_set_listener(MuteTable* table, MuteTableFunc func, void* data);

/// `table` may be NULL
void mute_table_free(MuteTable* table);

/// Take these weekly[n], copied with their texts, in place of those before.
/// False if memory is short: then it keeps those before.
bool
mute_table_set_weekly(MuteTable* table, const WeeklyMute* weekly, uint32_t n);

/// Mute, in place of a mute of the same station and rule.  False if memory is
/// short.
bool mute_table_add(MuteTable* table, const Mute* mute);

/// End the mute of that station and rule; "" is not for all of them.  False if
/// there is none.
bool mute_table_remove(MuteTable* table, const char* station, const char* rule);

/// Forget all mutes but the weekly ones, and tell nobody
void mute_table_clear(MuteTable* table);

/// Is this muted now?
bool mute_table_covers(const MuteTable* table,
                       const char* station,
                       const char* rule,
                       double now);

/// Forget mutes that are over
void mute_table_expire(MuteTable* table, double now);

/// How many mutes there are, without the weekly ones, and one of them, valid
/// until the table changes
uint32_t mute_table_n(const MuteTable* table);
const Mute* mute_table_at(const MuteTable* table, uint32_t i);

#endif
