// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_RULE_OPTION_H
#define EARMARK_RULE_OPTION_H

#include "base/error.h"
#include "engine/automation.h"
#include "model/network.h"

#include <stdbool.h>
#include <stdint.h>

/// Read a rule as people write it: "energetic,cc=20,channel=1,low=0,high=127".
/// The tag comes first, by its name or symbol in `view`; what is
/// not given is as RULE_HELP and engine/rule.h say.  False with a message if it
/// makes no sense.
bool rule_option_parse(const char* text,
                       const View* view,
                       AutomationRule* rule,
                       Error* error);

#define RULE_HELP                                                              \
  "A MAP is a tag and what it moves, with commas between:\n"                   \
  "  cc=N                a controller that follows the tag (20)\n"             \
  "  switch=N            a controller that is low or high\n"                   \
  "  note=N              a note that is held\n"                                \
  "  channel=N           1 to 16 (1)\n"                                        \
  "  low=N, high=N       values at both ends, 0 to 127 (0, 127)\n"             \
  "  from=P, to=P        the tag's probabilities there (0, 1); switch and\n"   \
  "                      note are on from the second and off below the "       \
  "first\n"                                                                    \
  "                      (the tag's own threshold, and 0.05 less)\n"           \
  "  curve=X             1 is linear, 2 rises late, 0.5 early (1)\n"           \
  "  smoothing=S         seconds, 0 to 10 (0.5)\n"

#endif
