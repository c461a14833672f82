// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L // strdup

#include "plugin/ui/plugin_info.h"

#include "plugin/ports.h"

#include <lilv/lilv.h>
#include <lv2/core/lv2.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/// While it is read
typedef struct {
  LilvWorld* world;
  const LilvPlugin* plugin;
  LilvNode* control;
  LilvNode* threshold;
  LilvNode* comment;
} Reading;

/// Is a port a tag's?  These state their thresholds.
static bool
is_tag(const Reading* reading, const LilvPort* port)
{
  LilvNode* const threshold =
      lilv_port_get(reading->plugin, port, reading->threshold);
  lilv_node_free(threshold);
  return threshold;
}

/// Number of a group, new or not; the last if there are too many
static uint32_t
add_group(PluginInfo* info, const char* name)
{
  for (uint32_t i = 0; i < info->n_groups; ++i) {
    if (info->groups[i] && !strcmp(info->groups[i], name)) {
      return i;
    }
  }
  if (info->n_groups < PORTS_MAX_GROUPS) {
    info->groups[info->n_groups++] = strdup(name);
  }
  return info->n_groups - 1;
}

static void
add_tag(PluginInfo* info,
        const Reading* reading,
        const LilvPort* port,
        uint32_t index)
{
  LilvNode* const group =
      lilv_port_get(reading->plugin, port, reading->comment);
  info->tags[info->n_tags++] = (TagInfo){
      .port = index,
      .group = add_group(info, group ? lilv_node_as_string(group) : "")};
  lilv_node_free(group);
}

static void
add_port(PluginInfo* info, const Reading* reading, uint32_t index)
{
  const LilvPlugin* const plugin = reading->plugin;
  const LilvPort* const port = lilv_plugin_get_port_by_index(plugin, index);
  if (!port || !lilv_port_is_a(plugin, port, reading->control)) {
    return;
  }
  const char* const symbol =
      lilv_node_as_string(lilv_port_get_symbol(plugin, port));
  LilvNode* const name = lilv_port_get_name(plugin, port);
  LilvNode* normal = NULL;
  lilv_port_get_range(plugin, port, &normal, NULL, NULL);
  info->ports[index] =
      (PortInfo){.symbol = strdup(symbol),
                 .name = strdup(name ? lilv_node_as_string(name) : symbol),
                 .normal = normal ? lilv_node_as_float(normal) : 0.0f};
  lilv_node_free(name);
  lilv_node_free(normal);
  if (is_tag(reading, port)) {
    add_tag(info, reading, port, index);
  }
}

/// The tags that the top tag's port has scale points for
static void
mark_ranked(PluginInfo* info, const Reading* reading)
{
  const LilvPlugin* const plugin = reading->plugin;
  const uint32_t top = plugin_info_find_port(info, port_symbols[PORT_TOP_TAG]);
  const LilvPort* const port =
      top == INFO_NONE ? NULL : lilv_plugin_get_port_by_index(plugin, top);
  LilvScalePoints* const points =
      port ? lilv_port_get_scale_points(plugin, port) : NULL;
  LILV_FOREACH(scale_points, i, points)
  {
    const LilvScalePoint* const point = lilv_scale_points_get(points, i);
    const float value = lilv_node_as_float(lilv_scale_point_get_value(point));
    const long number = isfinite(value) ? lrintf(value) : 0;
    if (number > 0 && number <= (long)info->n_tags) {
      info->tags[number - 1].ranked = true;
    }
  }
  lilv_scale_points_free(points);
}

/// False if memory was short for a name
static bool
is_whole(const PluginInfo* info)
{
  bool whole = info->title;
  for (uint32_t i = 0; i < info->n_ports; ++i) {
    whole = whole && !info->ports[i].symbol == !info->ports[i].name;
  }
  for (uint32_t i = 0; i < info->n_groups; ++i) {
    whole = whole && info->groups[i];
  }
  return whole;
}

static bool
read_ports(PluginInfo* info, const Reading* reading)
{
  info->n_ports = lilv_plugin_get_num_ports(reading->plugin);
  info->ports = (PortInfo*)calloc(info->n_ports, sizeof(PortInfo));
  info->tags = (TagInfo*)calloc(info->n_ports, sizeof(TagInfo));
  if (!info->ports || !info->tags) {
    return false;
  }
  for (uint32_t i = 0; i < info->n_ports; ++i) {
    add_port(info, reading, i);
  }
  mark_ranked(info, reading);
  LilvNode* const name = lilv_plugin_get_name(reading->plugin);
  info->title = strdup(name ? lilv_node_as_string(name) : "Earmark");
  lilv_node_free(name);
  return is_whole(info);
}

/// lilv wants a slash at the end
static void
load_bundle(LilvWorld* world, const char* bundle_path)
{
  const size_t length = strlen(bundle_path);
  const size_t size = length + sizeof("/");
  const bool slash = length && bundle_path[length - 1] == '/';
  char* const path = (char*)malloc(size);
  if (path) {
    snprintf(path, size, "%s%s", bundle_path, slash ? "" : "/");
    LilvNode* const bundle = lilv_new_file_uri(world, NULL, path);
    lilv_world_load_bundle(world, bundle);
    lilv_node_free(bundle);
    free(path);
  }
}

PluginInfo*
plugin_info_read(const char* bundle_path, const char* plugin_uri)
{
  LilvWorld* const world = lilv_world_new();
  PluginInfo* info = (PluginInfo*)calloc(1, sizeof(PluginInfo));
  load_bundle(world, bundle_path);
  LilvNode* const uri = lilv_new_uri(world, plugin_uri);
  const Reading reading = {
      world, lilv_plugins_get_by_uri(lilv_world_get_all_plugins(world), uri),
      lilv_new_uri(world, LV2_CORE__ControlPort),
      lilv_new_uri(world, "urn:earmark:ns#threshold"),
      lilv_new_uri(world, "http://www.w3.org/2000/01/rdf-schema#comment")};
  if (info && (!reading.plugin || !read_ports(info, &reading))) {
    plugin_info_free(info);
    info = NULL;
  }
  lilv_node_free(reading.control);
  lilv_node_free(reading.threshold);
  lilv_node_free(reading.comment);
  lilv_node_free(uri);
  lilv_world_free(world);
  return info;
}

void
plugin_info_free(PluginInfo* info)
{
  if (!info) {
    return;
  }
  for (uint32_t i = 0; info->ports && i < info->n_ports; ++i) {
    free(info->ports[i].symbol);
    free(info->ports[i].name);
  }
  for (uint32_t i = 0; i < info->n_groups; ++i) {
    free(info->groups[i]);
  }
  free(info->ports);
  free(info->tags);
  free(info->title);
  free(info);
}

uint32_t
plugin_info_find_port(const PluginInfo* info, const char* symbol)
{
  for (uint32_t i = 0; i < info->n_ports; ++i) {
    const char* const other = info->ports[i].symbol;
    if (other && !strcmp(other, symbol)) {
      return i;
    }
  }
  return INFO_NONE;
}

const char*
plugin_info_tag_name(const PluginInfo* info, uint32_t tag)
{
  return info->ports[info->tags[tag].port].name;
}
