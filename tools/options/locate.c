// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "tools/options/locate.h"

#include "plugin/uris.h"
#include "tools/options/path.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BESIDE "earmark.lv2"
#define MOST_BYTES 65536u /* Linux has no longer paths */

/// The folder of the running program, which the caller frees; NULL if unknown
static char*
find_program(void)
{
  char* const path = (char*)malloc(MOST_BYTES);
  const ssize_t length =
      path ? readlink("/proc/self/exe", path, MOST_BYTES - 1) : -1;
  if (length < 0) {
    free(path);
    return NULL;
  }
  path[length] = '\0';
  char* const slash = strrchr(path, '/');
  if (slash) {
    *slash = '\0';
  }
  return path;
}

char*
locate_bundle(void)
{
  char* const program = find_program();
  char* const bundle = program ? path_format("%s/" BESIDE, program) : NULL;
  char* const network = bundle ? path_format("%s/" NETWORK_FILE, bundle) : NULL;
  const bool is_beside = network && !access(network, R_OK);
  free(network);
  free(program);
  if (is_beside) {
    return bundle;
  }
  free(bundle);
  return path_format("%s", EARMARK_INSTALLED);
}

char*
locate_network(const char* wanted)
{
  const char* const named = wanted ? wanted : getenv("EARMARK_NETWORK");
  if (named && *named) {
    return path_format("%s", named);
  }
  char* const bundle = locate_bundle();
  char* const network = bundle ? path_format("%s/" NETWORK_FILE, bundle) : NULL;
  free(bundle);
  return network;
}
