// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _DEFAULT_SOURCE

#include "tools/watch/page/process_usage.h"

#include "base/clock.h"

#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

static void
read_memory(ProcessUsage* usage)
{
  FILE* const stream = fopen("/proc/self/statm", "re");
  char line[128] = "";
  if (stream && fgets(line, sizeof(line), stream)) {
    char* rest = line;
    const double size = (double)sysconf(_SC_PAGESIZE);
    usage->virtual_bytes = size * strtod(rest, &rest);
    usage->resident_bytes = size * strtod(rest, NULL);
  }
  if (stream) {
    fclose(stream);
  }
}

static double
count_open_files(void)
{
  DIR* const folder = opendir("/proc/self/fd");
  double n = -1.0; // The folder's own
  if (!folder) {
    return (double)NAN;
  }
  for (const struct dirent* entry = NULL; (entry = readdir(folder));) {
    n += entry->d_name[0] != '.';
  }
  closedir(folder);
  return n;
}

ProcessUsage
process_usage(void)
{
  struct rlimit limit = {0, 0};
  ProcessUsage usage = {.cpu_seconds = cpu_seconds(),
                        .resident_bytes = (double)NAN,
                        .virtual_bytes = (double)NAN,
                        .open_files = count_open_files(),
                        .max_files = (double)NAN};
  read_memory(&usage);
  if (!getrlimit(RLIMIT_NOFILE, &limit) && limit.rlim_cur != RLIM_INFINITY) {
    usage.max_files = (double)limit.rlim_cur;
  }
  return usage;
}
