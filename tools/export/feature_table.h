// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_FEATURE_TABLE_H
#define EARMARK_FEATURE_TABLE_H

#include "base/error.h"
#include "model/network.h"
#include "tools/archive/item.h"

#include <stdbool.h>

/**
   Features being written: a NumPy file of float32 [rows, n_features], and
   beside it a JSON file of the same name that says what columns and rows are.

   Both are put in place when they are complete: a failure leaves what was there
   before.
*/
typedef struct FeatureTable FeatureTable;

/// The table's JSON file of a NumPy file, which the caller frees; NULL if
/// memory is short
char* feature_table_json(const char* path);

/// Of a network in the file `network_path`; rows are of `every` seconds, 0 for
/// whole files, and each looks back over `memory` seconds.  NULL with a
/// message.
FeatureTable* feature_table_open(const char* path,
                                 const Network* network,
                                 const char* network_path,
                                 double every,
                                 double memory,
                                 Error* error);

/// Add row[n_features]: of a thing from `time` on, in seconds, the mean over so
/// many updates
void feature_table_add(FeatureTable* table,
                       const Item* item,
                       double time,
                       uint64_t n_updates,
                       const float* row);

/// Put it in place.  False with a message if anything could not be written;
/// then nothing is left of it.  Frees `table` in any case.
bool feature_table_close(FeatureTable* table, Error* error);

#endif
