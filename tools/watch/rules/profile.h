// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_PROFILE_H
#define EARMARK_PROFILE_H

#include "tools/watch/rules/alarm.h"

#include <stdbool.h>
#include <stdint.h>

/// What a station sends, for rules without configuration
typedef enum {
  PROFILE_MUSIC,
  PROFILE_TALK,
  PROFILE_CLASSICAL,
  PROFILE_NONE, ///< No rules but those of the configuration
  PROFILE_N
} Profile;

#define PROFILE_MAX_RULES 8u

/// By its name, "music"; PROFILE_N if there is none.  [any]
Profile profile_find(const char* name);

/// The rules of a profile: returns how many.  [any]
uint32_t profile_rules(Profile profile, AlarmRule rules[PROFILE_MAX_RULES]);

#endif
