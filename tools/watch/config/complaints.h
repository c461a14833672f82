// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_COMPLAINTS_H
#define EARMARK_COMPLAINTS_H

#include <stdint.h>
#include <stdio.h>

/// All that is wrong with a file, not only the first of it.  All zeros is
/// nothing.
typedef struct {
  const char* path;
  uint32_t n;   ///< Also those that were too many to keep
  char** texts; ///< [up to COMPLAINTS_MAX]; "PATH:LINE: TEXT"; owned
} Complaints;

#define COMPLAINTS_MAX 100u

/// Complain about a line (0 for the whole file), as by printf
#if defined(__GNUC__)
__attribute__((format(printf, 3, 4)))
#endif
void
complaints_add(Complaints* complaints, uint32_t line, const char* format, ...);

/// A line each
void complaints_print(const Complaints* complaints, FILE* stream);

void complaints_clear(Complaints* complaints);

#endif
