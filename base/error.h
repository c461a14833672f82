// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_ERROR_H
#define EARMARK_ERROR_H

/// What every room says when an allocation fails
#define ERROR_NO_MEMORY "out of memory"

/// What went wrong, in one line for a person; empty when nothing did
typedef struct {
  char text[256];
} Error;

/// Set the text as printf does; `error` may be NULL.  [any] but the audio
/// thread, each with an error of its own.
#if defined(__GNUC__)
__attribute__((format(printf, 2, 3)))
#endif
void
error_set(Error* error, const char* format, ...);

#endif
