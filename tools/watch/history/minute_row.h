// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_MINUTE_ROW_H
#define EARMARK_MINUTE_ROW_H

#include "tools/watch/history/database.h"

/// Within a transaction: make minutes of the intervals of a station that are in
/// none yet, but for those of the minute that begins at `current`, which is not
/// over.  An interval is of the minute in which it began.  None of them began
/// before `earliest`; NaN if that is not known.  False if it fails.
bool minute_row_sum(Database* database,
                    int64_t station,
                    double current,
                    double earliest);

#endif
