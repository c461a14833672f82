// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_PLUGIN_HOST_H
#define EARMARK_PLUGIN_HOST_H

#include "plugin/lv2_inline_display.h"

#include <lilv/lilv.h>
#include <lv2/core/lv2.h>
#include <lv2/log/log.h>
#include <lv2/urid/urid.h>

#include <stdint.h>

/// A small host that knows the bundle just built, and only that
typedef struct {
  LilvWorld* world;
  const LilvPlugins* plugins;
  char bundle[4100]; ///< Folder, ending in a slash
  void* library;
  LV2_Descriptor_Function get_descriptor;
  char log[1024]; ///< The newest message from a plugin
  LV2_URID_Map map;
  LV2_Log_Log logger;
  InlineQueue queue;
  uint32_t n_queued; ///< Pictures for the mixer strip that were asked for
} PluginHost;

PluginHost* host_new(void);

/// A host that knows the bundle in that folder instead.  A process may have one
/// host only: the library looks at its bundle once.
PluginHost* host_new_at(const char* folder);

void host_free(PluginHost* host);

const LilvPlugin* host_plugin(const PluginHost* host, const char* uri);

/// The host's map of URIs to numbers
LV2_URID host_map_uri(LV2_URID_Map_Handle handle, const char* uri);

#endif
