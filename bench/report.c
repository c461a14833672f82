// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "bench/report.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

struct Report {
  json_t* rows;
};

Report*
report_new(void)
{
  Report* const report = (Report*)calloc(1, sizeof(Report));
  if (report && !(report->rows = json_array())) {
    free(report);
    return NULL;
  }
  return report;
}

void
report_free(Report* report)
{
  if (report) {
    json_decref(report->rows);
    free(report);
  }
}

void
report_add(Report* report, const char* name, double value, const char* unit)
{
  printf("%-36s %14.3f %s\n", name, value, unit);
  fflush(stdout);
  if (json_array_append_new(
          report->rows,
          json_pack("{sssfss}", "name", name, "value", value, "unit", unit))) {
    fprintf(stderr, "bench: cannot keep row %s\n", name);
  }
}

int
report_write(const Report* report, const char* path)
{
  return json_dump_file(report->rows, path, JSON_INDENT(2));
}
