// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _GNU_SOURCE

#include "base/clock.h"
#include "bench/rows.h"
#include "tests/support/host/instance.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define URI "urn:earmark:stereo"
#define N_RUNS 40000u
#define N_INSTANCES 16u

static int
by_size(const void* a, const void* b)
{
  const double x = *(const double*)a;
  const double y = *(const double*)b;
  return x < y ? -1 : x > y;
}

/// Blocks come much faster here than in a host.  Let the worker keep up, so
/// that run() does not have to help out, as it does when a second is waiting.
static void
wait_for_worker(Instance* instance)
{
  while (atomic_load(&instance->worker.queued)) {
    sleep_seconds(0.00002);
  }
}

static void
time_run(Report* report,
         Instance* instance,
         const float* music,
         uint32_t n,
         double (*now)(void),
         double* times)
{
  static float copy[2][HOST_MAX_BLOCK];
  double* const copies = times + N_RUNS;
  uint32_t at = 0;
  for (uint32_t i = 0; i < N_RUNS; ++i) {
    for (unsigned c = 0; c < 2; ++c) {
      memcpy(instance->in[c], music + at, n * sizeof(float));
    }
    at = (at + n) % (BENCH_SAMPLES - n);
    if (at % (BENCH_RATE / 4) < n) {
      wait_for_worker(instance);
    }
    double start = now();
    instance_run(instance, n);
    times[i] = now() - start;
    start = now();
    memcpy(copy[0], instance->in[0], n * sizeof(float));
    memcpy(copy[1], instance->in[1], n * sizeof(float));
    __asm__ volatile("" ::"r"(copy) : "memory");
    copies[i] = now() - start;
  }
  qsort(times, N_RUNS, sizeof(double), by_size);
  qsort(copies, N_RUNS, sizeof(double), by_size);
  const struct {
    const char* name;
    uint32_t at;
  } ranks[] = {{"median", N_RUNS / 2},
               {"p9999", N_RUNS - N_RUNS / 10000 - 1},
               {"largest", N_RUNS - 1}};
  for (unsigned k = 0; k < 3; ++k) {
    char name[64];
    snprintf(name, sizeof(name), "run_%s%s_us_%u_frames",
             now == wall_seconds ? "wall_" : "", ranks[k].name, n);
    report_add(report, name, 1e6 * (times[ranks[k].at] - copies[N_RUNS / 2]),
               "us");
    if (n == 64 && k == 1 && now == thread_seconds) {
      report_add(report, "run_p9999_us",
                 1e6 * (times[ranks[k].at] - copies[N_RUNS / 2]), "us");
    }
  }
}

/// What the machine itself does to a microsecond of arithmetic: interrupts,
/// other programs.  run() cannot do better than this.
static void
time_nothing(Report* report, double* times)
{
  for (uint32_t i = 0; i < N_RUNS; ++i) {
    const double start = thread_seconds();
    volatile float x = 1.0f;
    for (unsigned k = 0; k < 250; ++k) {
      x = x * 0.999f + 0.5f;
    }
    times[i] = thread_seconds() - start;
  }
  qsort(times, N_RUNS, sizeof(double), by_size);
  report_add(report, "nothing_median_us", 1e6 * times[N_RUNS / 2], "us");
  report_add(report, "nothing_p9999_us",
             1e6 * times[N_RUNS - N_RUNS / 10000 - 1], "us");
}

/// KiB of an instance's memory that are this program's own
#define HARNESS_KIB (4 * HOST_MAX_BLOCK * sizeof(float) / 1024.0)

/// KiB of memory that no other process shares
static double
private_kib(void)
{
  FILE* const file = fopen("/proc/self/smaps_rollup", "r");
  char line[200];
  double sum = 0.0;
  while (file && fgets(line, sizeof(line), file)) {
    static const char name[] = "Private_Dirty:";
    if (!strncmp(line, name, sizeof(name) - 1)) {
      sum += strtod(line + sizeof(name) - 1, NULL);
    }
  }
  if (file) {
    fclose(file);
  }
  return sum;
}

static void
play(Instance* instance, const float* music)
{
  *instance_control(instance, "freewheeling") = 1.0f;
  for (uint32_t at = 0; at < 10 * BENCH_RATE; at += 1024) {
    memcpy(instance->in[0], music + at, 1024 * sizeof(float));
    memcpy(instance->in[1], music + at, 1024 * sizeof(float));
    instance_run(instance, 1024);
  }
}

static void
measure_memory(Report* report, PluginHost* host, const float* music)
{
  Instance* instances[N_INSTANCES];
  double before = 0.0;
  for (unsigned i = 0; i < N_INSTANCES; ++i) {
    instances[i] = instance_new(host, URI, BENCH_RATE, FEATURES_PLAIN, NULL);
    instance_activate(instances[i]);
    play(instances[i], music);
    if (!i) {
      before = private_kib();
    }
  }
  report_add(report, "private_kib_per_instance",
             (private_kib() - before) / (N_INSTANCES - 1) - HARNESS_KIB, "KiB");
  for (unsigned i = 0; i < N_INSTANCES; ++i) {
    instance_free(instances[i]);
  }
}

void
rows_plugin(Report* report, const float* music)
{
  PluginHost* const host = host_new();
  double* const times = (double*)malloc(2 * N_RUNS * sizeof(double));
  const double start = wall_seconds();
  Instance* const first =
      instance_new(host, URI, BENCH_RATE, FEATURES_WORKER, NULL);
  assert(first && times);
  instance_activate(first);
  report_add(report, "load_ms", 1e3 * (wall_seconds() - start), "ms");
  for (uint32_t n = 16; n <= 1024; n *= 2) {
    time_run(report, first, music, n, thread_seconds, times);
    time_run(report, first, music, n, wall_seconds, times);
  }
  time_nothing(report, times);
  instance_free(first);
  measure_memory(report, host, music);
  free(times);
  host_free(host);
}
