// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_CHILD_H
#define EARMARK_CHILD_H

#include "base/error.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#define CHILD_MAX_LINE 256u

/// A line that it has written
typedef void (*ChildFunc)(void* data, const char* line);

/**
   A program at work: what it is told is a file on its standard input, what it
   says comes line by line.  It never makes one wait.  For one thread.
*/
typedef struct {
  pid_t pid;
  int output; ///< Of its outputs; -1 when they are closed
  double end; ///< Monotonic, when its time is over
  bool is_late;
  uint32_t n_lines; ///< That were handed on
  uint32_t n;
  char line[CHILD_MAX_LINE]; ///< [n], the beginning of the next
  ChildFunc on_line;
  void* data;
} Child;

/**
   Start arguments[0] (NULL last), which is looked for as shells do, but without
   one.  `notice` goes to its standard input, and the members of its only event,
   or else its text and count, are in its environment as EARMARK_*.  It has
   `seconds`.  False with a message.
*/
bool child_start(Child* child,
                 const char* const* arguments,
                 const json_t* notice,
                 double seconds,
                 Error* error);

/// Read what it says; end it when its time is over.  Returns true once it has
/// ended: well if there is no error.
bool child_look(Child* child, double now, Error* error);

/// End it at once
void child_kill(Child* child);

#endif
