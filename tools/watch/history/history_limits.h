// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_HISTORY_LIMITS_H
#define EARMARK_HISTORY_LIMITS_H

#include "tools/watch/history/database.h"

#include <stdint.h>

/// What a history may hold
typedef struct {
  double interval_age; ///< Seconds after which intervals go
  double minute_age;   ///< Seconds after which minutes, titles and events go
  double size;         ///< Bytes that all files of it may take
} HistoryLimits;

/// Tell a database that was opened how large it may become: what is written
/// beside it stays small against that
void history_limits_begin(Database* database, const HistoryLimits* limits);

/// Within a transaction in which `n` rows were written, the newest at `now`: a
/// step towards the limits, of more rows than that.  False if it fails.
bool history_limits_step(Database* database,
                         const HistoryLimits* limits,
                         uint64_t n,
                         double now);

/// Bytes that the files of it take
double history_limits_bytes(const char* path);

#endif
