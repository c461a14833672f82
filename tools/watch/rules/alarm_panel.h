// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_ALARM_PANEL_H
#define EARMARK_ALARM_PANEL_H

#include "tools/watch/rules/alarm.h"

#include <stdbool.h>
#include <stdint.h>

/// An alarm was raised or cleared, at a stamp; `alarm` is as it is after that
typedef void (*AlarmPanelFunc)(void* data,
                               const Alarm* alarm,
                               AlarmChange change,
                               double stamp);

/// All alarms of a station.  For one thread.
typedef struct {
  const View* view;
  uint32_t n;
  AlarmRule* rules; ///< [n]; owned
  Alarm* alarms;    ///< [n]; owned
  Reading* before;  ///< The moment before; owned
  bool has_before;
  double looked; ///< Monotonic, when the source's state was looked at; 0: never
  AlarmPanelFunc on_change;
  void* data;
} AlarmPanel;

/// For rules[n], which are copied.  False if memory is short;
/// alarm_panel_clear() is due in any case.
bool alarm_panel_init(AlarmPanel* panel,
                      const View* view,
                      const AlarmRule* rules,
                      uint32_t n);

void alarm_panel_clear(AlarmPanel* panel);

/// Is it for these rules[n], in this order, and for no others?
bool
alarm_panel_has(const AlarmPanel* panel, const AlarmRule* rules, uint32_t n);

/// From `stamp` on, it is for these rules[n].  Alarms of rules that are as they
/// were go on; those of others are cleared, if they fire.  False if memory is
/// short: then all stays as it is.
bool alarm_panel_replan(AlarmPanel* panel,
                        const AlarmRule* rules,
                        uint32_t n,
                        double stamp);

/// Look at a moment of audio
void alarm_panel_hear(AlarmPanel* panel, const Reading* moment);

/// Look at the state of the source, now and then
void alarm_panel_look(AlarmPanel* panel, SourceState state, double now);

#endif
