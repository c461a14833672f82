// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_ARENA_H
#define EARMARK_ARENA_H

#include <stddef.h>

/// Memory that is freed all at once.  [setup]
typedef struct Arena Arena;

/// NULL if memory is short
Arena* arena_new(void);

void arena_free(Arena* arena);

/// Zeroed room for `n` elements of `size` bytes, aligned for any type; NULL
/// if memory is short
void* arena_alloc(Arena* arena, size_t n, size_t size);

/// A copy of a string; NULL if memory is short
const char* arena_string(Arena* arena, const char* string);

#endif
