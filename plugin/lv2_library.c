// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

/*
  The plugins that the library has.  `earmark bundle` puts the same library
  beside another network, with URIs of its own, whose prefix is in a file there.
  The library looks beside itself for it rather than offer lv2_lib_descriptor:
  lilv does not ask that of a library that has lv2_descriptor, too, and other
  hosts know only the latter.
*/

#define _GNU_SOURCE // dladdr

#include "plugin/lv2_plugin.h"
#include "plugin/uris.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_URI (URI_MAX_PREFIX + 16)
#define N_KINDS 5u

#define FUNCTIONS                                                              \
  plugin_instantiate, plugin_connect_port, plugin_activate, plugin_run,        \
      plugin_deactivate, plugin_cleanup, plugin_extension_data

static Kind kinds[N_KINDS] = {
    {{URI_PREFIX "stereo", FUNCTIONS}, NULL, 2},
    {{URI_PREFIX "mono", FUNCTIONS}, NULL, 1},
    {{URI_PREFIX "msd", FUNCTIONS}, "msd", 2},
    {{URI_PREFIX "mtat", FUNCTIONS}, "mtat", 2},
    {{URI_PREFIX "jamendo", FUNCTIONS}, "jamendo", 2},
};

static char uris[N_KINDS][MAX_URI];
static pthread_once_t once = PTHREAD_ONCE_INIT;

/// Open the file that holds the URIs' prefix; NULL if there is none
static FILE*
open_prefix(void)
{
  Dl_info info = {NULL, NULL, NULL, NULL};
  const char* const path =
      dladdr(kinds, &info) && info.dli_fname ? info.dli_fname : "";
  const char* const slash = strrchr(path, '/');
  const size_t folder = slash ? (size_t)(slash - path) + 1 : 0;
  char* const other = (char*)malloc(folder + sizeof(URI_PREFIX_FILE));
  FILE* file = NULL;
  if (other) {
    memcpy(other, path, folder);
    memcpy(other + folder, URI_PREFIX_FILE, sizeof(URI_PREFIX_FILE));
    file = fopen(other, "r");
  }
  free(other);
  return file;
}

/// Give the plugins their URIs
static void
name_kinds(void)
{
  char prefix[URI_MAX_PREFIX];
  FILE* const file = open_prefix();
  if (!file) {
    return; // Our own bundle
  }
  if (fgets(prefix, (int)sizeof(prefix), file)) {
    prefix[strcspn(prefix, "\r\n")] = '\0';
    for (uint32_t i = 0; i < N_KINDS; ++i) {
      snprintf(uris[i], MAX_URI, "%s%s", prefix,
               kinds[i].descriptor.URI + strlen(URI_PREFIX));
      kinds[i].descriptor.URI = uris[i];
    }
  }
  fclose(file);
}

LV2_SYMBOL_EXPORT const LV2_Descriptor*
lv2_descriptor(uint32_t index)
{
  pthread_once(&once, name_kinds);
  return index < N_KINDS ? &kinds[index].descriptor : NULL;
}
