// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_SUMMARY_H
#define EARMARK_SUMMARY_H

#include "base/realtime.h"
#include "model/network.h"

#include <stdint.h>

/// What keeps words from flickering, for values that move; 0 decides each
/// moment by itself
#define SUMMARY_HYSTERESIS 0.08f

/**
   What is worth saying of a moment, group by group: all that shows tags to
   people asks here, so that program, plugin, window and monitor say the same.

   Of each group, the tags that reach their own thresholds, the strongest first.
   Of a choice (Group.is_choice), and where the view's tags state no thresholds,
   the strongest also below its threshold where it clearly leads.  Tags that are
   not ranked are no news.

   A tag that is said stays until it falls below its threshold by more than the
   hysteresis, and its place until another is ahead by more than that.

   [audio], but for what makes and frees it.
*/
typedef struct Summary Summary;

/// [setup] `view` must outlive it (of its tags and groups, what they are made
/// of does not count); NULL if memory is short
Summary* summary_new(const View* view);

/// [setup]
void summary_free(Summary* summary);

/// Nothing is said; begin with no past
EARMARK_REALTIME void summary_reset(Summary* summary);

/// The tags are values[n_tags] now, 0..1; `hysteresis` as above
EARMARK_REALTIME void
summary_update(Summary* summary, const float* values, float hysteresis);

/// What is said of a group (its place in View.groups): returns how many tags,
/// the strongest first, and `*tags` (may be NULL) becomes their numbers, which
/// stay as they are until the next call of a function above
EARMARK_REALTIME uint32_t summary_tags(const Summary* summary,
                                       uint32_t group,
                                       const uint32_t** tags);

/// Number plus 1 of the first tag that is said of a group, or 0 for none
EARMARK_REALTIME uint32_t summary_leader(const Summary* summary,
                                         uint32_t group);

#endif
