// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_RULE_PLAYER_H
#define EARMARK_RULE_PLAYER_H

#include "engine/automation.h"
#include "tools/export/smf.h"

#include <stdbool.h>
#include <stdint.h>

/**
   Rules over sources that are known from beginning to end.

   What rules do is the engine's, but for two things: smoothing makes nothing
   late, as rules see that far ahead, and where sound begins or ends they begin
   anew.
*/
typedef struct RulePlayer RulePlayer;

/// rules[n_rules] must outlive it.  NULL if memory is short.
RulePlayer* rule_player_new(const AutomationRule* rules, uint32_t n_rules);

void rule_player_free(RulePlayer* player);

/// From `time` on, in seconds, what rules may follow is sources[] (as
/// engine/sources.h has them); times never fall.  False if memory is short.
bool rule_player_add(RulePlayer* player, double time, const float* sources);

/// The next point has nothing to do with those before
void rule_player_cut(RulePlayer* player);

/// Play all, up to `end` seconds.  False if memory is short.
bool rule_player_play(RulePlayer* player, double end, Smf* smf);

#endif
