// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_INPUTS_H
#define EARMARK_INPUTS_H

#include "tools/learn/label_table.h"

/// The one of table, network (may be NULL) and audio files that `output` is, by
/// this name or another, and would replace; NULL if it is none
const char* inputs_find(const char* output,
                        const char* table,
                        const char* network,
                        const LabelTable* labels);

#endif
