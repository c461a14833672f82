// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// The plugins that the library has: those of the network that lies beside it

#include "model/file/view_names.h"
#include "plugin/beside.h"
#include "plugin/lv2_plugin.h"
#include "plugin/prefix.h"
#include "plugin/uris.h"
#include "plugin/variant.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#define MAX_URI (URI_MAX_PREFIX + VARIANT_NAME_SIZE)

static PluginDescriptor plugins[VARIANT_MAX];
static char uris[VARIANT_MAX][MAX_URI];
static uint32_t n_plugins;
static pthread_once_t once = PTHREAD_ONCE_INIT;

/// Without a network that can be read, the first view's plugins are still
/// offered: their instantiation fails, and says why in the host's log
static void
read_views(ViewNames* views)
{
  char* const path = beside_library(plugins, NETWORK_FILE);
  Error error = {""};
  if (!path || !view_names_read(views, path, &error)) {
    views->n = 1;
  }
  free(path);
}

static void
describe_plugins(void)
{
  static ViewNames views;
  char prefix[URI_MAX_PREFIX];
  if (!prefix_find(plugins, prefix)) {
    snprintf(prefix, sizeof(prefix), "%s", URI_PREFIX);
  }
  read_views(&views);

  n_plugins = variant_count(views.n);
  for (uint32_t i = 0; i < n_plugins; ++i) {
    char name[VARIANT_NAME_SIZE];
    PluginDescriptor* const plugin = &plugins[i];
    plugin->variant = variant_get(i);
    const char* const view = views.names[plugin->variant.view];
    snprintf(plugin->view, sizeof(plugin->view), "%s",
             plugin->variant.view ? view : "");
    variant_name(name, i, view);
    snprintf(uris[i], MAX_URI, "%s%s", prefix, name);
    plugin->lv2 = (LV2_Descriptor){
        uris[i],         plugin_instantiate,   plugin_connect_port,
        plugin_activate, plugin_run,           plugin_deactivate,
        plugin_cleanup,  plugin_extension_data};
  }
}

LV2_SYMBOL_EXPORT const LV2_Descriptor*
lv2_descriptor(uint32_t index)
{
  pthread_once(&once, describe_plugins);
  return index < n_plugins ? &plugins[index].lv2 : NULL;
}
