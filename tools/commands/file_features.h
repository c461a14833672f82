// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_FILE_FEATURES_H
#define EARMARK_FILE_FEATURES_H

#include "tools/archive/batch.h"
#include "tools/audio/analyse.h"
#include "tools/export/feature_table.h"

/// What threads that find features share
typedef struct {
  AnalysisSettings settings; ///< But for the part of the file
  double every;              ///< Seconds of a row; 0 for whole files
  FeatureTable* table;
} FeatureRun;

/// As BatchCallbacks has them, for a FeatureRun
void file_features_work(void* data, BatchJob* job);
void file_features_tell(void* data, BatchJob* job);

#endif
