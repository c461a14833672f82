// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "tools/options/locate.h"

#include "plugin/uris.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BESIDE "/earmark.lv2"
#define IN_BUNDLE "/" NETWORK_FILE

/// Put the folder of the running program into `buffer`; "" if unknown
static void
find_program(char* buffer, size_t size)
{
  const ssize_t length = readlink("/proc/self/exe", buffer, size - 1);
  buffer[length > 0 ? length : 0] = '\0';
  char* const slash = strrchr(buffer, '/');
  if (slash) {
    *slash = '\0';
  }
}

const char*
locate_bundle(char* buffer, size_t size)
{
  find_program(buffer, size);
  const size_t length = strlen(buffer);
  if (length + sizeof(BESIDE IN_BUNDLE) <= size) {
    memcpy(buffer + length, BESIDE IN_BUNDLE, sizeof(BESIDE IN_BUNDLE));
    if (!access(buffer, R_OK)) {
      buffer[length + strlen(BESIDE)] = '\0';
      return buffer;
    }
  }
  return EARMARK_INSTALLED;
}

const char*
locate_network(const char* wanted, char* buffer, size_t size)
{
  const char* const named = wanted ? wanted : getenv("EARMARK_NETWORK");
  if (named && *named) {
    return named;
  }
  if (locate_bundle(buffer, size) != buffer) {
    return EARMARK_INSTALLED IN_BUNDLE;
  }
  strcat(buffer, IN_BUNDLE); // It was there before
  return buffer;
}
