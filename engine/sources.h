// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_SOURCES_H
#define EARMARK_SOURCES_H

#include "base/realtime.h"
#include "engine/summary.h"
#include "model/network.h"

#include <stdbool.h>
#include <stdint.h>

/// Longest name of a source, its end included
#define SOURCES_NAME_SIZE (NETWORK_MAX_TEXT + 16)

/**
   What rules may follow: a view's tags, then its scales, then its groups, from
   0 on.

   A group's value is the number of the tag that leads in it: 1/127 for the
   first of its tags, 2/127 for the second, ..., 0 for none, so that a
   controller says the number itself.  Which tag leads, engine/summary.h says.

   [audio], but for what makes and frees it.
*/
typedef struct Sources Sources;

/// [setup] `view` must outlive it; NULL if memory is short
Sources* sources_new(const View* view);

/// [setup]
void sources_free(Sources* sources);

/// Nothing leads; begin with no past
EARMARK_REALTIME void sources_reset(Sources* sources);

/// Tags and scales are values[view_values()] now; `hysteresis` is the summary's
EARMARK_REALTIME void
sources_update(Sources* sources, const float* values, float hysteresis);

/// values[sources_count()] as of now
EARMARK_REALTIME const float* sources_values(const Sources* sources);

/// What is worth saying, as of now
EARMARK_REALTIME const Summary* sources_summary(const Sources* sources);

/// How many a view has.  [any], as all below.
EARMARK_REALTIME uint32_t sources_count(const View* view);

/// Is it a group's?
EARMARK_REALTIME bool sources_is_group(const View* view, uint32_t source);

/// Its name for people: a tag's, a scale's, or "strongest" and a group's
void
sources_name(const View* view, uint32_t source, char name[SOURCES_NAME_SIZE]);

/// The source of that name or symbol, or of a group's name; sources_count() if
/// there is none
uint32_t sources_find(const View* view, const char* text);

#endif
