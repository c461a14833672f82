// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_TAG_CURVE_H
#define EARMARK_TAG_CURVE_H

#include "model/network.h"

#include <stdbool.h>

/// Seconds that updates look back where edges count.  bench/label_edges.py
/// places hard cuts between clips with a median error of 0.30 s with it, of
/// 0.78 s with the plugins' 3 s, and no better with less.
#define TAG_CURVE_MEMORY 1.0f

/// Takes a point of the curve: from `time` on, in seconds of audio, the tags
/// and then the scales are values[view_values()].  Times never fall.
typedef void (*TagCurveFunc)(void* data, double time, const float* values);

/**
   Tags over time for those who know the future.

   An update looks back; here it counts for the middle of what it has heard, so
   that changes are where they are in the sound.  Stretches of sound begin and
   end where they do, what is between them is silence.
*/
typedef struct TagCurve TagCurve;

/// For updates that look back over `memory` seconds.  NULL if memory is short.
TagCurve* tag_curve_new(const Network* network,
                        const View* view,
                        float memory,
                        TagCurveFunc func,
                        void* data);

void tag_curve_free(TagCurve* curve);

/// As AnalysisCallbacks has them
void tag_curve_update(TagCurve* curve, double time, const float* probabilities);

/// As AnalysisCallbacks has it
void tag_curve_sound(TagCurve* curve, double time, bool is_sound);

/// There are `seconds` of audio
void tag_curve_end(TagCurve* curve, double seconds);

/// values[view_values()] of a file that is nothing but silence: what the
/// network makes of it, as a published list of tags has no word for silence and
/// its teacher names something all the same.  False if memory is short.
bool
tag_curve_all_silent(const Network* network, const View* view, float* values);

#endif
