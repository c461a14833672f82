// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L // strdup

#include "plugin/ui/catalog.h"

#include <lilv/lilv.h>
#include <lv2/core/lv2.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_PATH 4096

/// While it is read
typedef struct {
  LilvWorld* world;
  const LilvPlugin* plugin;
  LilvNode* control;
  LilvNode* output;
  LilvNode* comment;
} Reading;

/// Outputs that are no tags
static const char* const others[] = {"top_tag", "top_probability", "load",
                                     "dropped"};

static bool
is_tag(const char* symbol)
{
  for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); ++i) {
    if (!strcmp(symbol, others[i])) {
      return false;
    }
  }
  return true;
}

/// Number of a group, new or not; the last if there are too many
static uint32_t
add_group(Catalog* catalog, const char* name)
{
  for (uint32_t i = 0; i < catalog->n_groups; ++i) {
    if (catalog->groups[i] && !strcmp(catalog->groups[i], name)) {
      return i;
    }
  }
  if (catalog->n_groups < CATALOG_MAX_GROUPS) {
    catalog->groups[catalog->n_groups++] = strdup(name);
  }
  return catalog->n_groups - 1;
}

static void
add_tag(Catalog* catalog,
        const Reading* reading,
        const LilvPort* port,
        uint32_t index)
{
  LilvNode* const group =
      lilv_port_get(reading->plugin, port, reading->comment);
  catalog->tags[catalog->n_tags++] = (CatalogTag){
      .port = index,
      .group = add_group(catalog, group ? lilv_node_as_string(group) : "")};
  lilv_node_free(group);
}

static void
add_port(Catalog* catalog, const Reading* reading, uint32_t index)
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
  catalog->ports[index] =
      (CatalogPort){.symbol = strdup(symbol),
                    .name = strdup(name ? lilv_node_as_string(name) : symbol),
                    .normal = normal ? lilv_node_as_float(normal) : 0.0f};
  lilv_node_free(name);
  lilv_node_free(normal);
  if (lilv_port_is_a(plugin, port, reading->output) && is_tag(symbol)) {
    add_tag(catalog, reading, port, index);
  }
}

/// The tags that the top tag's port has scale points for
static void
mark_ranked(Catalog* catalog, const Reading* reading)
{
  const LilvPlugin* const plugin = reading->plugin;
  const uint32_t top = catalog_find(catalog, others[0]);
  const LilvPort* const port =
      top == CATALOG_NONE ? NULL : lilv_plugin_get_port_by_index(plugin, top);
  LilvScalePoints* const points =
      port ? lilv_port_get_scale_points(plugin, port) : NULL;
  LILV_FOREACH(scale_points, i, points)
  {
    const LilvScalePoint* const point = lilv_scale_points_get(points, i);
    const float value = lilv_node_as_float(lilv_scale_point_get_value(point));
    const long number = isfinite(value) ? lrintf(value) : 0;
    if (number > 0 && number <= (long)catalog->n_tags) {
      catalog->tags[number - 1].ranked = true;
    }
  }
  lilv_scale_points_free(points);
}

/// False if memory was short for a name
static bool
is_whole(const Catalog* catalog)
{
  bool whole = catalog->title;
  for (uint32_t i = 0; i < catalog->n_ports; ++i) {
    whole = whole && !catalog->ports[i].symbol == !catalog->ports[i].name;
  }
  for (uint32_t i = 0; i < catalog->n_groups; ++i) {
    whole = whole && catalog->groups[i];
  }
  return whole;
}

static bool
read_ports(Catalog* catalog, const Reading* reading)
{
  catalog->n_ports = lilv_plugin_get_num_ports(reading->plugin);
  catalog->ports = (CatalogPort*)calloc(catalog->n_ports, sizeof(CatalogPort));
  catalog->tags = (CatalogTag*)calloc(catalog->n_ports, sizeof(CatalogTag));
  if (!catalog->ports || !catalog->tags) {
    return false;
  }
  for (uint32_t i = 0; i < catalog->n_ports; ++i) {
    add_port(catalog, reading, i);
  }
  mark_ranked(catalog, reading);
  LilvNode* const name = lilv_plugin_get_name(reading->plugin);
  catalog->title = strdup(name ? lilv_node_as_string(name) : "Earmark");
  lilv_node_free(name);
  return is_whole(catalog);
}

static void
load_bundle(LilvWorld* world, const char* bundle_path)
{
  char path[MAX_PATH];
  const size_t length = strlen(bundle_path);
  const bool slash = length && bundle_path[length - 1] == '/';
  snprintf(path, sizeof(path), "%s%s", bundle_path, slash ? "" : "/");
  LilvNode* const bundle = lilv_new_file_uri(world, NULL, path);
  lilv_world_load_bundle(world, bundle);
  lilv_node_free(bundle);
}

Catalog*
catalog_read(const char* bundle_path, const char* plugin_uri)
{
  LilvWorld* const world = lilv_world_new();
  Catalog* catalog = (Catalog*)calloc(1, sizeof(Catalog));
  load_bundle(world, bundle_path);
  LilvNode* const uri = lilv_new_uri(world, plugin_uri);
  const Reading reading = {
      world, lilv_plugins_get_by_uri(lilv_world_get_all_plugins(world), uri),
      lilv_new_uri(world, LV2_CORE__ControlPort),
      lilv_new_uri(world, LV2_CORE__OutputPort),
      lilv_new_uri(world, "http://www.w3.org/2000/01/rdf-schema#comment")};
  if (catalog && (!reading.plugin || !read_ports(catalog, &reading))) {
    catalog_free(catalog);
    catalog = NULL;
  }
  lilv_node_free(reading.control);
  lilv_node_free(reading.output);
  lilv_node_free(reading.comment);
  lilv_node_free(uri);
  lilv_world_free(world);
  return catalog;
}

void
catalog_free(Catalog* catalog)
{
  if (!catalog) {
    return;
  }
  for (uint32_t i = 0; catalog->ports && i < catalog->n_ports; ++i) {
    free(catalog->ports[i].symbol);
    free(catalog->ports[i].name);
  }
  for (uint32_t i = 0; i < catalog->n_groups; ++i) {
    free(catalog->groups[i]);
  }
  free(catalog->ports);
  free(catalog->tags);
  free(catalog->title);
  free(catalog);
}

uint32_t
catalog_find(const Catalog* catalog, const char* symbol)
{
  for (uint32_t i = 0; i < catalog->n_ports; ++i) {
    const char* const other = catalog->ports[i].symbol;
    if (other && !strcmp(other, symbol)) {
      return i;
    }
  }
  return CATALOG_NONE;
}

const char*
catalog_tag_name(const Catalog* catalog, uint32_t tag)
{
  return catalog->ports[catalog->tags[tag].port].name;
}
