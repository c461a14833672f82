// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_RATINGS_H
#define EARMARK_RATINGS_H

#include "base/error.h"
#include "tools/learn/columns.h"
#include "tools/learn/csv.h"
#include "tools/learn/label_table.h"

#include <stdbool.h>
#include <stdint.h>

#define RATINGS_MAX_COLUMNS 256u /* in which ratings are looked for */

/// Which columns of a table have a name and are neither files nor groups, but
/// numbers, of which there are at least four different ones?  `table` has no
/// row of names.
void ratings_find(const Csv* table,
                  const Columns* columns,
                  bool is_rating[RATINGS_MAX_COLUMNS]);

/**
   Read the columns of ratings, whose names are names->fields: each becomes a
   scale, and tags that are its steps, "NAME > NUMBER", at the quarters of the
   files: what is learnt is how likely a file is above each.  labels->marks is
   [n_files][NETWORK_MAX_TAGS] meanwhile.  False with a message.
*/
bool ratings_read(LabelTable* labels,
                  const Csv* table,
                  const CsvRow* names,
                  const bool is_rating[RATINGS_MAX_COLUMNS],
                  Error* error);

#endif
