// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_LEARNT_VIEW_H
#define EARMARK_LEARNT_VIEW_H

#include "tools/learn/learnt_network.h"
#include "tools/learn/tensor_writer.h"

/// Write the metadata of an output for each tag that was learnt, and of the one
/// view with them (but for those that are only there for scales) and the scales
void learnt_view_write(TensorWriter* writer, const LearntNetwork* learnt);

#endif
