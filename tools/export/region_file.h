// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_REGION_FILE_H
#define EARMARK_REGION_FILE_H

#include "tools/export/regions.h"

#include <stdio.h>

/// What editors read
typedef enum {
  REGION_FILE_AUDACITY,        ///< A label track: begin, end, tag
  REGION_FILE_SONIC_VISUALISER ///< CSV of a region layer
} RegionFormat;

/// Write regions[n] of the view's tags; ferror(file) tells if that failed
void region_file_write(FILE* file,
                       RegionFormat format,
                       const View* view,
                       const Region* regions,
                       size_t n);

#endif
