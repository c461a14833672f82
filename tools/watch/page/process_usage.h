// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_PROCESS_USAGE_H
#define EARMARK_PROCESS_USAGE_H

/// What this process uses; NaN where the system does not say
typedef struct {
  double cpu_seconds;
  double resident_bytes;
  double virtual_bytes;
  double open_files;
  double max_files;
} ProcessUsage;

/// [any]
ProcessUsage process_usage(void);

#endif
