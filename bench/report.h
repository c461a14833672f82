// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_REPORT_H
#define EARMARK_REPORT_H

/// Rows of measurements: printed as a table at once, kept for a JSON file
typedef struct Report Report;

Report* report_new(void);

void report_free(Report* report);

/// Add and print a row
void
report_add(Report* report, const char* name, double value, const char* unit);

/// Write [{"name", "value", "unit"}, ...]; returns 0, or -1 if it failed
int report_write(const Report* report, const char* path);

#endif
