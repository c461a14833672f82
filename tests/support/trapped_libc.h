// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_TRAPPED_LIBC_H
#define EARMARK_TRAPPED_LIBC_H

// Allocation and locks of the C library that tell the traps.  For the one
// source of a program, with _GNU_SOURCE and linked with -rdynamic: libraries
// get them, too.

#include "tests/support/glibc.h"
#include "tests/support/traps.h"

#include <dlfcn.h>
#include <errno.h>
#include <malloc.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdlib.h>
#include <string.h>

REPLACE void*
malloc(size_t size)
{
  traps_tell_allocation();
  return __libc_malloc(size);
}

REPLACE void*
calloc(size_t n, size_t size)
{
  traps_tell_allocation();
  return __libc_calloc(n, size);
}

REPLACE void*
realloc(void* memory, size_t size)
{
  traps_tell_allocation();
  return __libc_realloc(memory, size);
}

REPLACE void
free(void* memory)
{
  traps_tell_allocation();
  __libc_free(memory);
}

REPLACE void*
aligned_alloc(size_t alignment, size_t size)
{
  traps_tell_allocation();
  return __libc_memalign(alignment, size);
}

REPLACE void*
memalign(size_t alignment, size_t size)
{
  traps_tell_allocation();
  return __libc_memalign(alignment, size);
}

REPLACE int
posix_memalign(void** memory, size_t alignment, size_t size)
{
  traps_tell_allocation();
  *memory = __libc_memalign(alignment, size);
  return *memory ? 0 : ENOMEM;
}

/// Tell, then call the function of that name that would have been called
// NOLINTBEGIN(bugprone-macro-parentheses): a type takes none
#define REPLACE_LOCK(name, type)                                               \
  REPLACE int name(type* object)                                               \
  {                                                                            \
    static int (*original)(type*);                                             \
    traps_tell_lock();                                                         \
    if (!original) {                                                           \
      void* const symbol = dlsym(RTLD_NEXT, #name);                            \
      memcpy(&original, &symbol, sizeof(symbol));                              \
    }                                                                          \
    return original(object);                                                   \
  }
// NOLINTEND(bugprone-macro-parentheses)

REPLACE_LOCK(pthread_mutex_lock, pthread_mutex_t)
REPLACE_LOCK(pthread_mutex_trylock, pthread_mutex_t)
REPLACE_LOCK(pthread_mutex_unlock, pthread_mutex_t)
REPLACE_LOCK(pthread_cond_signal, pthread_cond_t)
REPLACE_LOCK(pthread_cond_broadcast, pthread_cond_t)
REPLACE_LOCK(sem_wait, sem_t)
REPLACE_LOCK(sem_trywait, sem_t)
REPLACE_LOCK(sem_post, sem_t)

#endif
