// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_EXPOSITION_H
#define EARMARK_EXPOSITION_H

#include "tools/watch/page/snapshot.h"

#include <stdio.h>

/// Numbers of the page
typedef struct {
  double started;     ///< UTC
  uint32_t n_streams; ///< Browsers that are listening
} ExpositionPage;

/// Print all metrics in the text format of Prometheus; tags[n_tags] of the view
/// have a series of their own
void exposition_print(FILE* stream,
                      const Snapshot* snapshot,
                      const View* view,
                      const uint32_t* tags,
                      uint32_t n_tags,
                      const ExpositionPage* page);

#endif
