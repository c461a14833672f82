// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#undef NDEBUG
#define _XOPEN_SOURCE 700

#include "tests/support/host/plugin_host.h"

#include "plugin/uris.h"

#include <lv2/log/log.h>
#include <lv2/urid/urid.h>

#include <assert.h>
#include <dlfcn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_URIDS 64

LV2_URID
host_map_uri(LV2_URID_Map_Handle handle, const char* uri)
{
  static char uris[MAX_URIDS][128];
  (void)handle;
  for (uint32_t i = 0; i < MAX_URIDS; ++i) {
    if (!uris[i][0]) {
      snprintf(uris[i], sizeof(uris[i]), "%s", uri);
    }
    if (!strcmp(uris[i], uri)) {
      return i + 1;
    }
  }
  return 0;
}

LV2_LOG_FUNC(3, 0)
static int
log_vprintf(LV2_Log_Handle handle, LV2_URID type, const char* format, va_list a)
{
  PluginHost* const host = (PluginHost*)handle;
  (void)type;
  return vsnprintf(host->log, sizeof(host->log), format, a);
}

LV2_LOG_FUNC(3, 4)
static int
log_printf(LV2_Log_Handle handle, LV2_URID type, const char* format, ...)
{
  va_list args;
  va_start(args, format);
  const int n = log_vprintf(handle, type, format, args);
  va_end(args);
  return n;
}

static void
queue_draw(void* handle)
{
  PluginHost* const host = (PluginHost*)handle;
  ++host->n_queued;
}

PluginHost*
host_new(void)
{
  const char* const build = getenv("EARMARK_BUILD");
  char path[4096];
  snprintf(path, sizeof(path), "%s/earmark.lv2/", build ? build : "build");
  return host_new_at(path);
}

PluginHost*
host_new_at(const char* folder)
{
  char path[4096];
  char absolute[4096];
  assert(realpath(folder, absolute));

  PluginHost* const host = (PluginHost*)calloc(1, sizeof(PluginHost));
  assert(host);
  snprintf(host->bundle, sizeof(host->bundle), "%s/", absolute);
  host->world = lilv_world_new();
  LilvNode* const uri = lilv_new_file_uri(host->world, NULL, host->bundle);
  lilv_world_load_bundle(host->world, uri);
  lilv_node_free(uri);
  host->plugins = lilv_world_get_all_plugins(host->world);
  assert(lilv_plugins_size(host->plugins) > 0);

  snprintf(path, sizeof(path), "%.4000s/" LIBRARY_FILE, absolute);
  host->library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  assert(host->library);
  void* const symbol = dlsym(host->library, "lv2_descriptor");
  memcpy(&host->get_descriptor, &symbol, sizeof(symbol)); // No ISO C cast
  assert(host->get_descriptor);
  host->map = (LV2_URID_Map){NULL, host_map_uri};
  host->logger = (LV2_Log_Log){host, log_printf, log_vprintf};
  host->queue = (InlineQueue){host, queue_draw};
  return host;
}

void
host_free(PluginHost* host)
{
  lilv_world_free(host->world);
  dlclose(host->library);
  free(host);
}

const LilvPlugin*
host_plugin(const PluginHost* host, const char* uri)
{
  LilvNode* const node = lilv_new_uri(host->world, uri);
  const LilvPlugin* const plugin = lilv_plugins_get_by_uri(host->plugins, node);
  lilv_node_free(node);
  return plugin;
}
