// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// The plugins that the library has

#include "plugin/lv2_plugin.h"
#include "plugin/prefix.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#define MAX_URI (URI_MAX_PREFIX + 16)
#define N_KINDS 7u

#define FUNCTIONS                                                              \
  plugin_instantiate, plugin_connect_port, plugin_activate, plugin_run,        \
      plugin_deactivate, plugin_cleanup, plugin_extension_data

// Those with CV outputs are plugins of their own: Ardour refuses them
static Kind kinds[N_KINDS] = {
    {{URI_PREFIX "stereo", FUNCTIONS}, NULL, 2},
    {{URI_PREFIX "mono", FUNCTIONS}, NULL, 1},
    {{URI_PREFIX "stereo-cv", FUNCTIONS}, NULL, 2},
    {{URI_PREFIX "mono-cv", FUNCTIONS}, NULL, 1},
    {{URI_PREFIX "msd", FUNCTIONS}, "msd", 2},
    {{URI_PREFIX "mtat", FUNCTIONS}, "mtat", 2},
    {{URI_PREFIX "jamendo", FUNCTIONS}, "jamendo", 2},
};

static char uris[N_KINDS][MAX_URI];
static pthread_once_t once = PTHREAD_ONCE_INIT;

/// Give the plugins their URIs
static void
name_kinds(void)
{
  char prefix[URI_MAX_PREFIX];
  if (prefix_find(kinds, prefix)) {
    for (uint32_t i = 0; i < N_KINDS; ++i) {
      snprintf(uris[i], MAX_URI, "%s%s", prefix,
               kinds[i].descriptor.URI + strlen(URI_PREFIX));
      kinds[i].descriptor.URI = uris[i];
    }
  }
}

LV2_SYMBOL_EXPORT const LV2_Descriptor*
lv2_descriptor(uint32_t index)
{
  pthread_once(&once, name_kinds);
  return index < N_KINDS ? &kinds[index].descriptor : NULL;
}
