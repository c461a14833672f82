// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// Whichever allocation fails, loading a network fails cleanly and says why

#undef NDEBUG

#include "model/file/network_file.h"
#include "model/file/registry.h"
#include "model/network.h"
#include "tests/support/exercise.h"
#include "tests/support/glibc.h"
#include "tests/support/memory_file.h"
#include "tests/support/random_network.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifdef __GLIBC__

static unsigned allowed = ~0u; ///< Allocations until one fails
static bool refused;           ///< One did
static long n_held;            ///< Allocations that were not freed

static bool
is_allowed(void)
{
  const bool yes = allowed > 0;
  allowed -= yes;
  if (!yes) {
    refused = true;
    errno = ENOMEM;
  }
  return yes;
}

static void*
hold(void* memory)
{
  n_held += memory != NULL;
  return memory;
}

REPLACE void*
malloc(size_t size)
{
  return is_allowed() ? hold(__libc_malloc(size)) : NULL;
}

REPLACE void*
calloc(size_t n, size_t size)
{
  return is_allowed() ? hold(__libc_calloc(n, size)) : NULL;
}

REPLACE void*
realloc(void* memory, size_t size)
{
  if (!is_allowed()) {
    return NULL;
  }
  return memory ? __libc_realloc(memory, size) : hold(__libc_malloc(size));
}

REPLACE void
free(void* memory)
{
  n_held -= memory != NULL;
  __libc_free(memory);
}

typedef const Network* (*LoadFunc)(const char* path, Error* error);
typedef void (*FreeFunc)(const Network* network);

static const Network*
load(const char* path, Error* error)
{
  return network_load(path, error);
}

static void
unload(const Network* network)
{
  network_free((Network*)(uintptr_t)network);
}

/// Returns after how many allocations it is loaded
static unsigned
fail_each(const char* path, LoadFunc acquire, FreeFunc release)
{
  for (unsigned n = 0;; ++n) {
    const long held = n_held;
    Error error = {""};
    allowed = n;
    refused = false;
    const Network* const network = acquire(path, &error);
    allowed = ~0u;
    if (network) {
      release(network);
      assert(!refused && n_held == held && n > 0);
      return n;
    }
    assert(refused && n_held == held);
    // jansson may take a token that it could not keep for an error
    assert(!strncmp(error.text, path, strlen(path)) &&
           strstr(error.text, ": "));
  }
}

int
main(void)
{
  for (int precision = 0; precision < 2; ++precision) {
    const NetworkShape shape =
        exercise_shape(precision ? PRECISION_FLOAT : PRECISION_INT8, 3);
    size_t size = 0;
    unsigned char* const bytes = random_network_make(&shape, 3, &size);
    char path[MEMORY_FILE_PATH];
    const int fd = memory_file(bytes, size, path);
    free(bytes);
    network_free(network_load(path, NULL)); // Let libraries keep what they keep
    printf("%u allocations\n", fail_each(path, load, unload));
    printf("%u allocations\n",
           fail_each(path, network_acquire, network_release));
    close(fd);
  }
  return 0;
}

#else

int
main(void)
{
  printf("needs glibc's own malloc\n");
  return 77;
}

#endif
