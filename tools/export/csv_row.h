// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_CSV_ROW_H
#define EARMARK_CSV_ROW_H

#include "tools/archive/item.h"
#include "tools/export/output.h"

#include <stdio.h>

/// The line of names that a table of a view's tags begins with: file, track,
/// title, seconds, seconds heard, error, then tags and scales; no name twice
void csv_row_head(FILE* stream, const View* view);

/// A row of that table, as RFC 4180 has it but for lines that end in LF.  What
/// is not UTF-8 becomes U+FFFD.  `error` may be NULL; without values, their
/// fields are empty.
void csv_row_print(FILE* stream,
                   const Item* item,
                   const TagLine* line,
                   const char* error);

#endif
