// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_PLUGIN_INFO_H
#define EARMARK_PLUGIN_INFO_H

#include "plugin/ports.h"

#include <stdbool.h>
#include <stdint.h>

#define INFO_NONE UINT32_MAX

/// A control port
typedef struct {
  char* symbol; ///< NULL if the port of this index is no control
  char* name;
  float normal; ///< Default
} PortInfo;

typedef struct {
  uint32_t port;
  uint32_t group;
  bool ranked; ///< May it be the top tag?
} TagInfo;

/**
   What the bundle's Turtle says of a plugin's ports.

   It is all that the window knows of the network: another network's plugins
   have the same window.  [GUI]
*/
typedef struct {
  char* title;
  uint32_t n_ports;
  PortInfo* ports; ///< [n_ports]
  uint32_t n_tags;
  TagInfo* tags; ///< [n_tags], in the order of their ports
  uint32_t n_groups;
  char* groups[PORTS_MAX_GROUPS];
} PluginInfo;

/// Read what is in a bundle; NULL if there is no such plugin
PluginInfo* plugin_info_read(const char* bundle_path, const char* plugin_uri);

void plugin_info_free(PluginInfo* info);

/// Index of the control port of that symbol, or INFO_NONE
uint32_t plugin_info_find_port(const PluginInfo* info, const char* symbol);

/// tag < n_tags
const char* plugin_info_tag_name(const PluginInfo* info, uint32_t tag);

#endif
