// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/export/region_file.h"

/// A CSV field, quoted as RFC 4180 asks for
static void
write_field(FILE* file, const char* text)
{
  fputc('"', file);
  for (; *text; ++text) {
    if (*text == '"') {
      fputc('"', file);
    }
    fputc(*text, file);
  }
  fputc('"', file);
}

static void
write_region(FILE* file,
             RegionFormat format,
             const Region* region,
             const char* name)
{
  if (format == REGION_FILE_AUDACITY) {
    fprintf(file, "%.6f\t%.6f\t%s\n", region->begin, region->end, name);
    return;
  }
  fprintf(file, "%.6f,%.4f,%.6f,", region->begin, region->mean,
          region->end - region->begin);
  write_field(file, name);
  fputc('\n', file);
}

void
region_file_write(FILE* file,
                  RegionFormat format,
                  const View* view,
                  const Region* regions,
                  size_t n)
{
  if (format == REGION_FILE_SONIC_VISUALISER) {
    fputs("TIME,VALUE,DURATION,LABEL\n", file);
  }
  for (size_t i = 0; i < n; ++i) {
    write_region(file, format, &regions[i], view->tags[regions[i].tag].name);
  }
}
