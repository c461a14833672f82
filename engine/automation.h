// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_AUTOMATION_H
#define EARMARK_AUTOMATION_H

#include "base/realtime.h"
#include "engine/rule.h"

#include <stdbool.h>
#include <stdint.h>

/// A rule and the source that it follows (engine/sources.h)
typedef struct {
  uint32_t source; ///< Number plus 1, or 0 for none
  Rule rule;
} AutomationRule;

/// Takes the MIDI messages; `send` is NULL where nothing takes any.  In the
/// audio thread, both functions have to be real-time safe.
typedef struct {
  void* handle;
  /// Is there room for one more message?
  bool (*has_room)(const void* handle);
  /// Three bytes at a frame, no earlier than the message before
  void (*send)(void* handle, uint32_t frame, const uint8_t* message);
} MidiSink;

/// What a stretch of automation reads and writes
typedef struct {
  const AutomationRule* rules; ///< [n_rules] as they are set now
  MidiSink midi;
  float* const* levels; ///< [n_rules] buffers; each, or all, may be NULL
} AutomationIo;

/**
   From tags to MIDI messages and levels: all rules, RULE_RATE times a second of
   the audio, whatever the blocks.  Between these times a controller's level
   moves in a straight line.

   [audio], but for what makes and frees it.
*/
typedef struct Automation Automation;

/// [setup] For `n_rules` rules at a sample rate in Hz; NULL if memory is short
Automation* automation_new(uint32_t n_rules, double rate);

/// [setup]
void automation_free(Automation* automation);

/// Begin with no past
EARMARK_REALTIME void automation_reset(Automation* automation);

/**
   Let `n` frames pass, in which the sources are `values`.

   `offset` is where they begin in the buffers and on the messages' clock.  What
   finds no room is sent later.
*/
EARMARK_REALTIME void automation_run(Automation* automation,
                                     const AutomationIo* io,
                                     const float* values,
                                     uint32_t offset,
                                     uint32_t n);

/// End the notes that are still held, at a frame, and reset
EARMARK_REALTIME void
automation_end(Automation* automation, const MidiSink* midi, uint32_t frame);

#endif
