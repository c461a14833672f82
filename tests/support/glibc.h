// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_GLIBC_H
#define EARMARK_GLIBC_H

#include <stddef.h>

/// Before a function that stands before the C library's of that name
#define REPLACE __attribute__((visibility("default")))

// glibc's own names of what tests replace
// NOLINTBEGIN(bugprone-reserved-identifier): they are glibc's
extern void* __libc_malloc(size_t size);
extern void* __libc_calloc(size_t n, size_t size);
extern void* __libc_realloc(void* memory, size_t size);
extern void* __libc_memalign(size_t alignment, size_t size);
extern void __libc_free(void* memory);
// NOLINTEND(bugprone-reserved-identifier)

#endif
