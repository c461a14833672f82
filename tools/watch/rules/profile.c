// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/watch/rules/profile.h"

#include <string.h>

/// What differs from the defaults of a measure: 0 for nothing
typedef struct {
  Measure measure;
  double raise;
  double raise_for;
} Line;

static const struct {
  const char* name;
  Line lines[PROFILE_MAX_RULES]; ///< Up to the first MEASURE_N
} profiles[PROFILE_N] = {
    [PROFILE_MUSIC] = {"music",
                       {{MEASURE_DOWN, 0, 0},
                        {MEASURE_SILENCE, 0, 0},
                        {MEASURE_CHANNEL_LOST, 0, 0},
                        {MEASURE_PHASE, 0, 0},
                        {MEASURE_NO_PROGRAMME, 0, 0},
                        {MEASURE_N, 0, 0}}},
    [PROFILE_TALK] = {"talk",
                      {{MEASURE_DOWN, 0, 0},
                       {MEASURE_SILENCE, 0, 15},
                       {MEASURE_CHANNEL_LOST, 0, 0},
                       {MEASURE_PHASE, 0, 0},
                       {MEASURE_NO_PROGRAMME, 0, 0},
                       {MEASURE_N, 0, 0}}},
    [PROFILE_CLASSICAL] = {"classical",
                           {{MEASURE_DOWN, 0, 0},
                            {MEASURE_SILENCE, -60, 45},
                            {MEASURE_CHANNEL_LOST, 0, 120},
                            {MEASURE_PHASE, 0, 60},
                            {MEASURE_NO_PROGRAMME, 0, 120},
                            {MEASURE_N, 0, 0}}},
    [PROFILE_NONE] = {"none", {{MEASURE_N, 0, 0}}},
};

Profile
profile_find(const char* name)
{
  unsigned i = 0;
  while (i < PROFILE_N && strcmp(profiles[i].name, name) != 0) {
    ++i;
  }
  return (Profile)i;
}

uint32_t
profile_rules(Profile profile, AlarmRule rules[PROFILE_MAX_RULES])
{
  uint32_t n = 0;
  const Line* const lines = profiles[profile].lines;
  for (; n < PROFILE_MAX_RULES && lines[n].measure != MEASURE_N; ++n) {
    rules[n] = alarm_rule_default(lines[n].measure);
    if (lines[n].raise < 0.0) {
      rules[n].clear += lines[n].raise - rules[n].raise;
      rules[n].raise = lines[n].raise;
    }
    if (lines[n].raise_for > 0.0) {
      rules[n].raise_for = lines[n].raise_for;
    }
  }
  return n;
}
