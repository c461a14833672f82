// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_LEARNT_NETWORK_H
#define EARMARK_LEARNT_NETWORK_H

#include "base/error.h"
#include "model/network.h"
#include "tools/learn/label_table.h"
#include "tools/learn/logistic.h"

#include <stdbool.h>

/// A tag that was learnt: its name and calibration, as in Tag (model/network.h)
typedef struct {
  const char* name;
  float slope;     ///< Of the logit
  float offset;    ///< Of the logit
  float threshold; ///< Probability
  uint32_t step;   ///< Number plus 1 of the scale that it is a step of, or 0
} LearntTag;

#define LEARNT_KNOTS 21u

/// A scale that was learnt: the mean of its steps' logits, spread by its
/// quantiles over the examples
typedef struct {
  const char* name;
  float knots[LEARNT_KNOTS]; ///< Rising
} LearntScale;

/// A network with the branches of another and a head of its own
typedef struct {
  const char* name;
  const Network* base;
  const Logistic* head;
  const LearntTag* tags; ///< [head->n_tags]
  uint32_t n_scales;
  const LearntScale* scales; ///< Those without steps are left out
  const float* spread;       ///< [n_features]: standard deviations seen
  const float* largest;      ///< [n_features]: largest values seen
  const char* provenance;    ///< JSON text
} LearntNetwork;

/**
   Would a network of that name with the tags of `labels` be one, and can it be
   written to `path`?  To be asked before the audio is analysed: a network with
   an untrained head is written beside `path`, loaded and removed again.  False
   with a message if it cannot be.
*/
bool learnt_network_try(const char* name,
                        const Network* base,
                        const LabelTable* labels,
                        const char* path,
                        Error* error);

/// Write the network file, in the base's precision; what was there before is
/// replaced when all is written and has been loaded.  False with a message.
bool learnt_network_write(const LearntNetwork* learnt,
                          const char* path,
                          Error* error);

#endif
