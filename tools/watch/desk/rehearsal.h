// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_REHEARSAL_H
#define EARMARK_REHEARSAL_H

#include "base/error.h"
#include "tools/watch/config/configuration.h"

#include <stdbool.h>

/// A recording in the place of a station
typedef struct {
  const StationPlan* plan; ///< Its rules; its address is the recording
  const Network* network;
  const View* view;
  float memory; ///< Seconds that updates look back; 0 for the network's own
} Rehearsal;

/// The names of the columns
void rehearsal_print_head(void);

/// Hear it as fast as it goes, and print when its rules would have been raised
/// and cleared, as CSV, with times of the recording.  False with a message if
/// it is no recording or memory is short.
bool rehearsal_run(const Rehearsal* rehearsal, Error* error);

#endif
