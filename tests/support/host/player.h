// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_PLAYER_H
#define EARMARK_PLAYER_H

#include "tests/support/host/instance.h"
#include "tests/support/random.h"

#include <stdint.h>

/// An active instance; asserts that there is one
Instance* player_start(PluginHost* host,
                       const char* uri,
                       double rate,
                       FeatureSet features);

/// Fill the inputs with noise whose loudness changes, so that tags move
void player_fill(Instance* self, Random* random, uint32_t n);

/// All control outputs are finite and in their range, as the TTL tells it
void player_check_outputs(const Instance* self);

/// The audio of a block of n is as it was
void player_check_passed(const Instance* self, uint32_t n);

/// Feed `seconds` of noise in blocks of n, and check them
void player_play(
    Instance* self, Random* random, double rate, double seconds, uint32_t n);

float player_sum_of_tags(const Instance* self);

/// The tags at the end of some three seconds of noise, freewheeling
void player_tags_of(Instance* self, double rate, uint32_t block, float* tags);

#endif
