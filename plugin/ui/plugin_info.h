// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_PLUGIN_INFO_H
#define EARMARK_PLUGIN_INFO_H

#include "model/network.h"

#include <stdbool.h>
#include <stdint.h>

#define INFO_NONE UINT32_MAX

/// A control port
typedef struct {
  char* symbol; ///< NULL if the port of this index is no control
  char* name;
  float normal; ///< Default
} PortInfo;

/**
   What the bundle's Turtle says of a plugin's ports.

   It is all that the window knows of the network: another network's plugins
   have the same window.  [GUI]
*/
typedef struct {
  char* title;
  uint32_t n_ports;
  PortInfo* ports;       ///< [n_ports]
  View view;             ///< But for what tags and scales are made of
  uint32_t* tag_ports;   ///< [n_tags]: indices
  uint32_t* scale_ports; ///< [n_scales]

  // What the view points to
  Tag* tags;
  Group* groups;
  Scale* scales;
} PluginInfo;

/// Read what is in a bundle; NULL if there is no such plugin
PluginInfo* plugin_info_read(const char* bundle_path, const char* plugin_uri);

void plugin_info_free(PluginInfo* info);

/// Index of the control port of that symbol, or INFO_NONE
uint32_t plugin_info_find_port(const PluginInfo* info, const char* symbol);

#endif
