// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// The plugins are as their Turtle says, and a bundle that cannot be right is
// refused with a message

#undef NDEBUG
#define _POSIX_C_SOURCE 200809L

#include "engine/sources.h"
#include "model/file/network_file.h"
#include "model/network.h"
#include "model/symbol.h"
#include "model/view.h"
#include "plugin/ports.h"
#include "tests/support/draft.h"
#include "tests/support/exercise.h"
#include "tests/support/host/player.h"
#include "tests/support/run.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define STEREO "urn:earmark:stereo"
#define MONO "urn:earmark:mono"

static PluginHost* host;

/// URI of the library's plugin of that number
static const char*
uri_of(uint32_t index)
{
  const LV2_Descriptor* const descriptor = host->get_descriptor(index);
  return descriptor ? descriptor->URI : NULL;
}

/// The library and the Turtle have the same plugins: four of the first view,
/// one of each other
static void
test_descriptors(void)
{
  const LV2_Descriptor* const first = host->get_descriptor(0);
  uint32_t n = 0;
  for (; uri_of(n); ++n) {
    LilvNode* const uri = lilv_new_uri(host->world, uri_of(n));
    assert(lilv_plugins_get_by_uri(host->plugins, uri));
    lilv_node_free(uri);
  }
  assert(n == lilv_plugins_size(host->plugins) && n == 7);
  assert(!strcmp(uri_of(0), STEREO) && !strcmp(uri_of(1), MONO));
  assert(!host->get_descriptor(UINT32_MAX));
  assert(!first->extension_data("urn:nobody:knows"));
}

static void
test_ports_agree_with_ttl(void)
{
  for (uint32_t p = 0; uri_of(p); ++p) {
    Instance* const self =
        instance_new(host, uri_of(p), 48e3, FEATURES_PLAIN, NULL);
    assert(self && self->n_channels == (strstr(uri_of(p), "mono") ? 1 : 2));
    for (uint32_t i = 0; i < N_FIXED_PORTS; ++i) {
      assert(instance_port(self, port_symbols[i]) ==
             ports_index(self->n_channels, (FixedPort)i));
    }
    const uint32_t n_fixed = ports_tag_index(self->n_channels, 0);
    assert(self->n_ports > n_fixed);
    assert(strcmp(uri_of(p), "urn:earmark:msd") ||
           self->n_ports == n_fixed + 50); // Of one group without a name
    assert(strcmp(uri_of(p), "urn:earmark:jamendo") ||
           self->n_ports == n_fixed + 50 + 2 * 3);

    LilvNode* const enabled = lilv_new_uri(host->world, LV2_CORE__enabled);
    LilvNode* const input = lilv_new_uri(host->world, LV2_CORE__InputPort);
    const LilvPort* const port =
        lilv_plugin_get_port_by_designation(self->plugin, input, enabled);
    assert(port && lilv_port_get_index(self->plugin, port) ==
                       instance_port(self, "enabled"));
    lilv_node_free(enabled);
    lilv_node_free(input);
    instance_free(self);
  }
}

/// A network whose tag has that symbol does not load
static void
check_refused(const char* symbol)
{
  char text[80];
  Error error = {""};
  const NetworkShape shape = exercise_shape(PRECISION_INT8, 1);
  Draft draft = draft_new(&shape, 1);
  snprintf(text, sizeof(text), "\"symbol\":\"%s\"", symbol);
  draft_replace(&draft, "views", "\"symbol\":\"tag_0\"", text);
  assert(!draft_load(&draft, &error));
  assert(strstr(error.text, "is the symbol of another port"));
  draft_free(&draft);
}

/// No tag may have the symbol of a port that does not come from the view
static void
test_reserved(void)
{
  for (uint32_t p = 0; uri_of(p); ++p) {
    const LilvPlugin* const plugin = host_plugin(host, uri_of(p));
    const uint32_t n_ports = lilv_plugin_get_num_ports(plugin);
    const uint32_t n_channels = strstr(uri_of(p), "mono") ? 1 : 2;
    const char* const cv = strstr(uri_of(p), "-cv") ? CV_PORT_PREFIX : "none";
    for (uint32_t i = 0; i < n_ports; ++i) {
      const LilvPort* const port = lilv_plugin_get_port_by_index(plugin, i);
      const char* const symbol =
          lilv_node_as_string(lilv_port_get_symbol(plugin, port));
      const bool is_cv = !strncmp(symbol, cv, 2) && strlen(symbol) == 3;
      const bool is_fixed = i < ports_tag_index(n_channels, 0) || is_cv;
      assert(symbol_is_valid(symbol));
      assert(symbol_is_reserved(symbol) == is_fixed);
      if (is_fixed) {
        check_refused(symbol);
      }
    }
  }
}

/// The enumeration's points are the names of the tags' ports, in their order.
/// Every tag that may be the strongest, of all or of a group (its place), has
/// its point, and "none".
static void
check_scale_points(const Instance* self,
                   const View* view,
                   const char* symbol,
                   uint32_t group)
{
  const uint32_t first = ports_tag_index(self->n_channels, 0);
  const LilvPort* const top =
      lilv_plugin_get_port_by_index(self->plugin, instance_port(self, symbol));
  LilvScalePoints* const points = lilv_port_get_scale_points(self->plugin, top);
  uint32_t n_ranked = 0;
  for (uint32_t i = 0; i < view->n_tags; ++i) {
    const Tag* const tag = &view->tags[i];
    n_ranked += tag->ranked && (group == UINT32_MAX || tag->place == group);
  }
  assert(lilv_scale_points_size(points) == n_ranked + 1);
  LILV_FOREACH(scale_points, i, points)
  {
    const LilvScalePoint* const point = lilv_scale_points_get(points, i);
    const int value = lilv_node_as_int(lilv_scale_point_get_value(point));
    const char* const label =
        lilv_node_as_string(lilv_scale_point_get_label(point));
    if (value) {
      const LilvPort* const port = lilv_plugin_get_port_by_index(
          self->plugin, first + (uint32_t)value - 1);
      LilvNode* const name = lilv_port_get_name(self->plugin, port);
      assert(view->tags[value - 1].ranked);
      assert(!strcmp(label, lilv_node_as_string(name)));
      lilv_node_free(name);
    } else {
      assert(!strcmp(label, "none"));
    }
  }
  lilv_scale_points_free(points);
}

/// A mapping's points are the sources
static void
check_sources(const Instance* self, const View* view)
{
  const LilvPort* const port = lilv_plugin_get_port_by_index(
      self->plugin, instance_port(self, "map4_tag"));
  LilvScalePoints* const points =
      lilv_port_get_scale_points(self->plugin, port);
  assert(lilv_scale_points_size(points) == sources_count(view) + 1);
  LILV_FOREACH(scale_points, i, points)
  {
    const LilvScalePoint* const point = lilv_scale_points_get(points, i);
    const int value = lilv_node_as_int(lilv_scale_point_get_value(point));
    char name[SOURCES_NAME_SIZE] = "none";
    if (value) {
      sources_name(view, (uint32_t)value - 1, name);
      assert(sources_find(view, name) == (uint32_t)value - 1);
    }
    assert(
        !strcmp(name, lilv_node_as_string(lilv_scale_point_get_label(point))));
  }
  lilv_scale_points_free(points);
}

static void
test_scale_points(void)
{
  char path[4200];
  snprintf(path, sizeof(path), "%snetwork.safetensors", host->bundle);
  Error error = {""};
  Network* const network = network_load(path, &error);
  assert(network);
  for (uint32_t p = 0; uri_of(p); ++p) {
    Instance* const self =
        instance_new(host, uri_of(p), 48e3, FEATURES_PLAIN, NULL);
    const View* const set = network_view(network, strrchr(uri_of(p), ':') + 1);
    const View* const view = set ? set : &network->views[0];
    check_scale_points(self, view, "top_tag", UINT32_MAX);
    for (uint32_t g = 0; g < view->n_groups; ++g) {
      if (*view->groups[g].name) {
        check_scale_points(self, view, view->groups[g].symbol, g);
      }
    }
    check_sources(self, view);
    instance_free(self);
  }
  network_free(network);
}

static void
test_features(void)
{
  for (uint32_t p = 0; uri_of(p); ++p) {
    for (FeatureSet set = FEATURES_NULL; set <= FEATURES_WORKER; ++set) {
      Random random = {p};
      Instance* const self = player_start(host, uri_of(p), 48e3, set);
      player_play(self, &random, 48e3, 2.0, 1024);
      const bool has_map = set >= FEATURES_PLAIN;
      assert(self->notify->atom.size ==
             (has_map ? sizeof(LV2_Atom_Sequence_Body) : HOST_ATOM_SIZE));
      instance_free(self);
    }
  }
}

static void
test_broken_bundle(void)
{
  host->log[0] = '\0';
  assert(!instance_new(host, STEREO, 48e3, FEATURES_PLAIN, "/nowhere"));
  assert(strstr(host->log, "/nowhere/network.safetensors"));
  assert(!instance_new(host, STEREO, 48e3, FEATURES_NULL, "/nowhere/"));
  assert(!instance_new(host, MONO, 48e3, FEATURES_EMPTY, ""));

  char folder[] = "/tmp/earmark-host-XXXXXX";
  char path[64];
  assert(mkdtemp(folder));
  snprintf(path, sizeof(path), "%s/network.safetensors", folder);
  FILE* const file = fopen(path, "w");
  assert(file);
  const int written = fputs("no network at all", file);
  const int closed = fclose(file);
  assert(written >= 0 && !closed);
  host->log[0] = '\0';
  assert(!instance_new(host, STEREO, 48e3, FEATURES_WORKER, folder));
  assert(strstr(host->log, path));
  assert(!unlink(path) && !rmdir(folder));
}

int
main(void)
{
  host = host_new();
  RUN(test_descriptors());
  RUN(test_ports_agree_with_ttl());
  RUN(test_reserved());
  RUN(test_scale_points());
  RUN(test_features());
  RUN(test_broken_bundle());
  host_free(host);
  return 0;
}
