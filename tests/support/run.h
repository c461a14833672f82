// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_RUN_H
#define EARMARK_RUN_H

#include "base/clock.h"

#include <stdio.h>

/// Call a test, as in RUN(test_rates()), and say how long it took; at once,
/// since the next one may abort
#define RUN(call)                                                              \
  do {                                                                         \
    const double begin = wall_seconds();                                       \
    call;                                                                      \
    printf("%-40s %6.2f s\n", #call, wall_seconds() - begin);                  \
    fflush(stdout);                                                            \
  } while (0)

#endif
