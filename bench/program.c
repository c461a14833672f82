// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _DEFAULT_SOURCE

#include "bench/rows.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/// A mono 32-bit float WAV file in the machine's (little-endian) order
static int
write_wav(const char* path, const float* samples)
{
  const uint32_t size = BENCH_SAMPLES * (uint32_t)sizeof(float);
  const uint32_t header[11] = {
      0x46464952u, size + 36u,      0x45564157u, 0x20746d66u, 16u, 0x00010003u,
      BENCH_RATE,  4u * BENCH_RATE, 0x00200004u, 0x61746164u, size};
  FILE* const file = fopen(path, "wb");
  if (!file) {
    return -1;
  }
  const int ok = fwrite(header, sizeof(header), 1, file) == 1 &&
                 fwrite(samples, size, 1, file) == 1;
  return fclose(file) || !ok ? -1 : 0;
}

/// `earmark tag` on a file, start-up and decoding included, by CPU time
void
rows_program(Report* report,
             const float* music,
             const char* program,
             const char* network)
{
  char path[] = "/tmp/earmark-bench-XXXXXX";
  const int file = mkstemp(path);
  if (file < 0 || close(file) || write_wav(path, music)) {
    return;
  }
  const pid_t child = fork();
  if (!child) {
    if (!freopen("/dev/null", "w", stdout)) {
      _exit(127);
    }
    execl(program, program, "tag", "--json", "--network", network, path,
          (char*)NULL);
    _exit(127);
  }
  int status = 0;
  struct rusage usage;
  if (child > 0 && wait4(child, &status, 0, &usage) == child && !status) {
    const double seconds =
        (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
        1e-6 * (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
    report_add(report, "earmark_tag_realtime_factor", BENCH_SECONDS / seconds,
               "x real time");
  }
  unlink(path);
}
