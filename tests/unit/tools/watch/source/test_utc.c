// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// Times are written as RFC 3339 has them, and hours begin where they do

#undef NDEBUG

#include "tools/watch/source/utc.h"

#include <assert.h>
#include <math.h>
#include <string.h>

int
main(void)
{
  char text[UTC_TEXT_SIZE];
  assert(!strcmp(utc_format(0.0, text), "1970-01-01T00:00:00.000Z"));
  assert(
      !strcmp(utc_format(1798761599.9996, text), "2027-01-01T00:00:00.000Z"));
  assert(!strcmp(utc_format(951782400.25, text), "2000-02-29T00:00:00.250Z"));
  const double hour = utc_hour_of(1000.0);
  assert(hour <= 1000.0 && hour > 1000.0 - 3600.0);
  const double utc = utc_of(hour);
  assert(fabs(utc - 3600.0 * round(utc / 3600.0)) < 1e-3);
  return 0;
}
