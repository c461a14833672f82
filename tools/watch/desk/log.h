// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_LOG_H
#define EARMARK_LOG_H

#include <stdint.h>
#include <stdio.h>

#define LOG_KEPT 32u

/// Lines for people, on standard error, or kept for a screen that they would
/// disturb.  For one thread.
typedef struct {
  FILE* stream; ///< NULL to keep them

  /// Hears of each line, too; or NULL
  void (*on_line)(void* data, const char* subject, const char* text);
  void* data;
  uint32_t n;
  char* kept[LOG_KEPT]; ///< [n], the oldest first; owned
} Log;

/// "earmark: SUBJECT: ...", put together as by printf
#if defined(__GNUC__)
__attribute__((format(printf, 3, 4)))
#endif
void
log_add(Log* log, const char* subject, const char* format, ...);

void log_clear(Log* log);

#endif
