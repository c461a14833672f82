// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_MAPPING_H
#define EARMARK_MAPPING_H

#include <stdbool.h>
#include <stdint.h>

#define MAPPING_RATE 50u /* Times a second that a mapping may say something */

/// What a tag moves
typedef enum {
  MAPPING_CC,     ///< A controller that follows the tag
  MAPPING_SWITCH, ///< A controller that is low or high
  MAPPING_NOTE    ///< A note that is held
} MappingKind;

/// A way from a tag to MIDI
typedef struct {
  MappingKind kind;
  uint8_t channel; ///< 0..15
  uint8_t number;  ///< Of the controller or note: 0..127
  uint8_t low;     ///< Value at `from` and below; may be above `high`
  uint8_t high;    ///< Value at `to` and above; a note's velocity
  float from;      ///< Probability; a switch or note is off below it
  float to;        ///< Probability, above `from`; a switch or note is on there
  float curve;     ///< Exponent: 1 is linear, 2 rises late, 0.5 early
  float smoothing; ///< Seconds in which 63 % of the way are done; 0 none
} MappingRule;

/// What a mapping remembers; all zero to begin with
typedef struct {
  bool has_value; ///< Has it heard the tag?
  bool is_on;
  bool has_said; ///< Has it sent anything?
  uint8_t said;  ///< The newest value sent
  float value;   ///< The tag, smoothed
} Mapping;

/// A tag is `value` now, 1 / MAPPING_RATE seconds after the last call.
/// Real-time safe, as is all below.
void mapping_follow(Mapping* mapping, const MappingRule* rule, float value);

/// True if there is something to say, with the MIDI `message` of three bytes;
/// never the same value twice
bool mapping_say(Mapping* mapping, const MappingRule* rule, uint8_t* message);

/// What the mapping says as a level: 0..1 is the controller's 0..127; for a
/// note its velocity while it is held
float mapping_level(const Mapping* mapping, const MappingRule* rule);

/// Forget all; true if a note is still held, with the `message` that ends it
bool mapping_end(Mapping* mapping, const MappingRule* rule, uint8_t* message);

#endif
