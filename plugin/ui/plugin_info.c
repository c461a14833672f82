// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L // strdup

#include "plugin/ui/plugin_info.h"

#include "plugin/ports.h"
#include "plugin/ui/port_reader.h"

#include <lilv/lilv.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define DEFAULT_THRESHOLD 0.5f /* of tags that state none */
#define OTHER_COLOUR 0x56B4E9u /* of tags that are in no group */

/// The group of that name, new or not; the last if there are too many
static Group*
add_group(PluginInfo* info, char* name)
{
  uint32_t i = 0;
  while (i < info->view.n_groups && (!name || !info->groups[i].name ||
                                     strcmp(info->groups[i].name, name))) {
    ++i;
  }
  if (i == info->view.n_groups && i < NETWORK_MAX_GROUPS) {
    info->groups[i] = (Group){
        .name = name, .colour = OTHER_COLOUR, .number = NETWORK_MAX_GROUPS};
    ++info->view.n_groups;
    return &info->groups[i];
  }
  free(name);
  return &info->groups[i < NETWORK_MAX_GROUPS ? i : i - 1];
}

/// Of the port of a group's leader
static void
read_group(PluginInfo* info, const PortReader* reader, const LilvPort* port)
{
  char* const name = port_reader_text(reader, port, TERM_GROUP);
  char* const choice = port_reader_text(reader, port, TERM_CHOICE);
  char* const colour = port_reader_text(reader, port, TERM_COLOUR);
  if (name) {
    Group* const group = add_group(info, name);
    group->is_choice = choice && !strcmp(choice, "true");
    group->colour = colour && *colour == '#'
                        ? (uint32_t)strtoul(colour + 1, NULL, 16)
                        : OTHER_COLOUR;
  }
  free(colour);
  free(choice);
}

static void
read_tag(PluginInfo* info,
         const PortReader* reader,
         const LilvPort* port,
         uint32_t index)
{
  LilvNode* const threshold =
      lilv_port_get(reader->plugin, port, reader->terms[TERM_THRESHOLD]);
  if (threshold) {
    info->tag_ports[info->view.n_tags] = index;
    info->tags[info->view.n_tags++] =
        (Tag){.name = info->ports[index].name,
              .symbol = info->ports[index].symbol,
              .threshold = lilv_node_as_float(threshold)};
    info->view.has_thresholds =
        info->view.has_thresholds ||
        lilv_node_as_float(threshold) != DEFAULT_THRESHOLD;
  }
  lilv_node_free(threshold);
}

static void
read_scale(PluginInfo* info,
           const PortReader* reader,
           const LilvPort* port,
           uint32_t index)
{
  char* const number = port_reader_text(reader, port, TERM_SCALE);
  if (number && info->view.n_scales < NETWORK_MAX_SCALES) {
    const PortInfo* const own = &info->ports[index];
    info->scale_ports[info->view.n_scales] = index;
    info->scales[info->view.n_scales++] =
        (Scale){.name = own->name, .symbol = own->symbol, .rest = own->normal};
  }
  free(number);
}

static void
read_port(PluginInfo* info, const PortReader* reader, uint32_t index)
{
  const LilvPlugin* const plugin = reader->plugin;
  const LilvPort* const port = lilv_plugin_get_port_by_index(plugin, index);
  if (!port || !lilv_port_is_a(plugin, port, reader->terms[TERM_CONTROL])) {
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
  read_group(info, reader, port);
  read_tag(info, reader, port, index);
  read_scale(info, reader, port, index);
}

/// A name without its group's before it: MTG-Jamendo's are "genre---rock"
static const char*
skip_group(const char* name, const char* group)
{
  const size_t length = strlen(group);
  const bool has_group = length && !strncmp(name, group, length) &&
                         !strncmp(name + length, "---", 3);
  return has_group && name[length + 3] ? name + length + 3 : name;
}

/// Give the tags their places in the groups, and number these as they do
static void
place_tags(PluginInfo* info, const PortReader* reader)
{
  uint32_t n_named = 0;
  for (uint32_t i = 0; i < info->view.n_tags; ++i) {
    const LilvPort* const port =
        lilv_plugin_get_port_by_index(reader->plugin, info->tag_ports[i]);
    char* const name = port_reader_text(reader, port, TERM_COMMENT);
    Group* const group = add_group(info, name ? name : strdup(""));
    if (group->number == NETWORK_MAX_GROUPS) {
      group->number = n_named++;
    }
    info->tags[i].group = group->name;
    info->tags[i].place = (uint32_t)(group - info->groups);
    info->tags[i].name = skip_group(info->tags[i].name, group->name);
  }
}

/// The tags that the top tag's port has scale points for
static void
mark_ranked(PluginInfo* info, const PortReader* reader)
{
  const LilvPlugin* const plugin = reader->plugin;
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
    if (number > 0 && number <= (long)info->view.n_tags) {
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
  for (uint32_t i = 0; i < info->view.n_groups; ++i) {
    whole = whole && info->groups[i].name;
  }
  for (uint32_t i = 0; i < info->n_ports; ++i) {
    whole = whole && !info->ports[i].symbol == !info->ports[i].name;
  }
  return whole;
}

static bool
read_ports(PluginInfo* info, const PortReader* reader)
{
  const uint32_t n = lilv_plugin_get_num_ports(reader->plugin);
  info->n_ports = n;
  info->ports = (PortInfo*)calloc(n, sizeof(PortInfo));
  info->tags = (Tag*)calloc(n, sizeof(Tag));
  info->tag_ports = (uint32_t*)calloc(n, sizeof(uint32_t));
  info->groups = (Group*)calloc(NETWORK_MAX_GROUPS, sizeof(Group));
  info->scales = (Scale*)calloc(NETWORK_MAX_SCALES, sizeof(Scale));
  info->scale_ports = (uint32_t*)calloc(NETWORK_MAX_SCALES, sizeof(uint32_t));
  if (!info->ports || !info->tags || !info->tag_ports || !info->groups ||
      !info->scales || !info->scale_ports) {
    return false;
  }
  for (uint32_t i = 0; i < n; ++i) {
    read_port(info, reader, i);
  }
  place_tags(info, reader);
  mark_ranked(info, reader);
  info->view.tags = info->tags;
  info->view.groups = info->groups;
  info->view.scales = info->scales;
  LilvNode* const name = lilv_plugin_get_name(reader->plugin);
  info->title = strdup(name ? lilv_node_as_string(name) : "Earmark");
  lilv_node_free(name);
  return is_whole(info);
}

PluginInfo*
plugin_info_read(const char* bundle_path, const char* plugin_uri)
{
  PortReader reader;
  PluginInfo* info = (PluginInfo*)calloc(1, sizeof(PluginInfo));
  port_reader_open(&reader, bundle_path, plugin_uri);
  if (info && (!reader.plugin || !read_ports(info, &reader))) {
    plugin_info_free(info);
    info = NULL;
  }
  port_reader_close(&reader);
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
  for (uint32_t i = 0; i < info->view.n_groups; ++i) {
    free((void*)info->groups[i].name);
  }
  free(info->scale_ports);
  free(info->scales);
  free(info->groups);
  free(info->tag_ports);
  free(info->tags);
  free(info->ports);
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
