// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "tools/archive/pace.h"

#include "base/clock.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define OFTEN 0.5   /* seconds from one display to the next, on a terminal */
#define SELDOM 60.0 /* elsewhere */
#define MAX_LINE 256

struct Pace {
  ListerInput input;
  bool is_shown;
  bool is_terminal;
  bool counts; ///< There is a `counter`
  pthread_t counter;
  atomic_bool stops;          ///< The counter is to
  atomic_uint_fast64_t total; ///< 0 while it is not known
  pthread_mutex_t lock;       ///< Of what follows
  PaceCount count;
  double begin; ///< Times on the wall
  double shown;
  bool is_on_display;
};

/// How much there is to do; a thread
static void*
count_all(void* data)
{
  Pace* const pace = (Pace*)data;
  Lister* const lister = lister_new(&pace->input, NULL);
  uint64_t n = 0;
  Item item = {.path = NULL};
  while (lister && !atomic_load(&pace->stops) && lister_next(lister, &item)) {
    item_clear(&item);
    ++n;
  }
  lister_free(lister);
  if (!atomic_load(&pace->stops)) {
    atomic_store(&pace->total, n);
  }
  return NULL;
}

Pace*
pace_new(const ListerInput* input, bool is_shown)
{
  Pace* const pace = (Pace*)calloc(1, sizeof(Pace));
  if (!pace) {
    return NULL;
  }
  pace->input = *input;
  pace->is_shown = is_shown;
  pace->is_terminal = isatty(STDERR_FILENO);
  pace->begin = wall_seconds();
  pace->shown = pace->begin;
  pthread_mutex_init(&pace->lock, NULL);
  const bool is_known = !input->list || strcmp(input->list, "-") != 0;
  pace->counts = is_shown && is_known &&
                 !pthread_create(&pace->counter, NULL, count_all, pace);
  return pace;
}

/// "3 h 20 min", "4 min" or "12 s"
static void
format_time(char text[32], double seconds)
{
  const uint64_t minutes = (uint64_t)(seconds / 60.0);
  if (minutes >= 60) {
    snprintf(text, 32, "%" PRIu64 " h %" PRIu64 " min", minutes / 60,
             minutes % 60);
  } else if (minutes) {
    snprintf(text, 32, "%" PRIu64 " min", minutes);
  } else {
    snprintf(text, 32, "%.0f s", seconds);
  }
}

/// Files and music so far, and how fast
static int
format_pace(const Pace* pace, char text[MAX_LINE], uint64_t total)
{
  const PaceCount* const count = &pace->count;
  const uint64_t n = count->ended[PACE_DONE] + count->ended[PACE_FAILED];
  const double minutes = (wall_seconds() - pace->begin) / 60.0;
  const uint64_t seen =
      n + count->ended[PACE_SKIPPED] + count->ended[PACE_PASSED];
  char of[32] = "";
  if (total) {
    snprintf(of, sizeof(of), " of %" PRIu64, total);
  }
  return snprintf(text, MAX_LINE,
                  "%" PRIu64 "%s files, %.1f hours of music a minute, "
                  "%" PRIu64 " failed",
                  total ? seen : n, of,
                  minutes > 0.0 ? count->seconds / 3600.0 / minutes : 0.0,
                  count->ended[PACE_FAILED]);
}

/// Now; the lock is held
static void
show(Pace* pace)
{
  char text[MAX_LINE];
  const uint64_t total = atomic_load(&pace->total);
  int length = format_pace(pace, text, total);
  const PaceCount* const count = &pace->count;
  const uint64_t n = count->ended[PACE_DONE] + count->ended[PACE_FAILED] +
                     count->ended[PACE_PASSED];
  const uint64_t seen = n + count->ended[PACE_SKIPPED];
  if (total >= seen && n && length < MAX_LINE) {
    char left[32];
    format_time(left, (double)(total - seen) * (wall_seconds() - pace->begin) /
                          (double)n);
    snprintf(text + length, MAX_LINE - (size_t)length, ", %s left", left);
  }
  fputs(pace->is_terminal ? "\r\033[K" : "earmark: ", stderr);
  fputs(text, stderr);
  fputs(pace->is_terminal ? "" : "\n", stderr);
  fflush(stderr);
  pace->is_on_display = pace->is_terminal;
}

void
pace_add(Pace* pace, PaceEnd end, double seconds)
{
  pthread_mutex_lock(&pace->lock);
  ++pace->count.ended[end];
  pace->count.seconds += seconds;
  const double now = wall_seconds();
  if (pace->is_shown &&
      now - pace->shown >= (pace->is_terminal ? OFTEN : SELDOM)) {
    pace->shown = now;
    show(pace);
  }
  pthread_mutex_unlock(&pace->lock);
}

void
pace_clear(Pace* pace)
{
  pthread_mutex_lock(&pace->lock);
  if (pace->is_on_display) {
    fputs("\r\033[K", stderr);
    pace->is_on_display = false;
  }
  pthread_mutex_unlock(&pace->lock);
}

PaceCount
pace_free(Pace* pace)
{
  const PaceCount count = pace->count;
  atomic_store(&pace->stops, true);
  if (pace->counts) {
    pthread_join(pace->counter, NULL);
  }
  pace_clear(pace);
  if (pace->is_shown) {
    char text[MAX_LINE];
    char time[32];
    format_pace(pace, text, 0);
    format_time(time, wall_seconds() - pace->begin);
    fprintf(stderr,
            "earmark: %s, in %s; done before: %" PRIu64 ", not audio: %" PRIu64
            "\n",
            text, time, count.ended[PACE_SKIPPED], count.ended[PACE_PASSED]);
  }
  pthread_mutex_destroy(&pace->lock);
  free(pace);
  return count;
}
