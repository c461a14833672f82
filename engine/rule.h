// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_RULE_H
#define EARMARK_RULE_H

#include "base/realtime.h"

#include <stdbool.h>
#include <stdint.h>

#define RULE_RATE 50u /* Times a second that a rule may send something */

/// Limits of a rule's fields.  Channels are counted as people do, from 1.
#define RULE_MAX_CHANNEL 16
#define RULE_MAX_VALUE 127 /* also of a number */
#define RULE_MIN_CURVE 0.1
#define RULE_MAX_CURVE 10
#define RULE_MAX_SMOOTHING 10

/// What a rule has where nothing else is wanted; `low` and `from` are 0,
/// `high` and `to` the largest.  MIDI leaves this controller's use open.
#define RULE_CHANNEL 1
#define RULE_NUMBER 20
#define RULE_CURVE 1
#define RULE_SMOOTHING 0.5

/// What a tag moves
typedef enum {
  RULE_CC,     ///< A controller that follows the tag
  RULE_SWITCH, ///< A controller that is low or high
  RULE_NOTE    ///< A note that is held
} RuleKind;

/// From a tag, or another source, to MIDI
typedef struct {
  RuleKind kind;
  uint8_t channel; ///< 0..15
  uint8_t number;  ///< Of the controller or note: 0..127
  uint8_t low;     ///< Value at `from` and below; may be above `high`
  uint8_t high;    ///< Value at `to` and above; a note's velocity
  float from;      ///< Probability; a switch or note is off below it
  float to;        ///< Probability, above `from`; a switch or note is on there
  float curve;     ///< Exponent: 1 is linear, 2 rises late, 0.5 early
  float smoothing; ///< Seconds in which 63 % of the way are done; 0 none
  /// Is the source a number, in steps of 1/127, as engine/sources.h has it of
  /// groups?  It is never smoothed; a switch or note is on unless it is 0, and
  /// note `number` stands for 1, the next for 2, ...
  bool is_number;
} Rule;

/// What is remembered from step to step; all zero to begin with
typedef struct {
  bool has_value; ///< Is `value` known?
  bool is_on;
  bool has_sent; ///< A message, since the start
  uint8_t sent;  ///< The newest value, or the note that is held
  float value;   ///< The tag, smoothed
} RuleState;

/// A tag is `value` now, 1 / RULE_RATE seconds after the last call.  [audio],
/// as all below.
EARMARK_REALTIME void
rule_update(RuleState* state, const Rule* rule, float value);

/// True if there is something to send, with the MIDI `message` of three bytes;
/// never the same value twice
EARMARK_REALTIME bool
rule_message(RuleState* state, const Rule* rule, uint8_t* message);

/// The same as a level: 0..1 is the controller's 0..127; for a
/// note its velocity while it is held
EARMARK_REALTIME float rule_level(const RuleState* state, const Rule* rule);

/// Forget all; true if a note is still held, with the `message` that ends it
EARMARK_REALTIME bool
rule_end(RuleState* state, const Rule* rule, uint8_t* message);

#endif
