// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// Every view of a network has its plugin, whatever the view is called: in the
// Turtle, in the library, and with as many tags in both

#undef NDEBUG
#define _XOPEN_SOURCE 700

#include "model/network.h"
#include "plugin/ports.h"
#include "plugin/uris.h"
#include "tests/support/host/player.h"
#include "tests/support/random_network.h"
#include "tests/support/run.h"
#include "ttl/bundle.h"

#include <jansson.h>

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PREFIX "urn:example:odd:"
#define N_DEFAULTS 4u /* Plugins of the first view */
#define BLOCK 512u
#define LONGEST                                                                \
  "abcdefghijklmnopqrstuvwxyz_abcdefghijklmnopqrstuvwxyz_0123456789"

/// Views, and what their plugins' URIs end in
static const struct {
  const char* view;
  const char* plugin;
} views[] = {{"ui", "stereo"},
             {"stereo", "stereo-view"},
             {"mono", "mono-view"},
             {"manifest", "manifest-view"},
             {"project", "project-view"},
             {"stereo_cv", "stereo_cv"},
             {"x", "x"},
             {"_", "_"},
             {"memory", "memory"},
             {"map1_tag", "map1_tag"},
             {"default", "default"},
             {LONGEST, LONGEST},
             {"view", "view"},
             {"msd", "msd"},
             {"a1", "a1"},
             {"earmark", "earmark"}};

#define N_VIEWS (sizeof(views) / sizeof(views[0]))

/// The view of number i has i + 1 tags
static char*
make_views(void)
{
  json_t* const list = json_array();
  for (size_t i = 0; i < N_VIEWS; ++i) {
    json_t* const tags = json_array();
    for (size_t t = 0; t <= i; ++t) {
      json_array_append_new(tags,
                            json_pack("{s:o, s:o, s:s, s:[[i,f]]}", "name",
                                      json_sprintf("Tag %d", (int)t), "symbol",
                                      json_sprintf("tag_%d", (int)t), "group",
                                      "", "members", 0, 1.0));
    }
    json_array_append_new(list,
                          json_pack("{s:s, s:s, s:o}", "name", views[i].view,
                                    "title", views[i].view, "tags", tags));
  }
  char* const text = json_dumps(list, 0);
  json_decref(list);
  assert(text);
  return text;
}

static void
write_prefix(const char* folder)
{
  char path[4200];
  snprintf(path, sizeof(path), "%s/" URI_PREFIX_FILE, folder);
  FILE* const file = fopen(path, "w");
  assert(file);
  const int written = fputs(PREFIX "\n", file);
  const int closed = fclose(file);
  assert(written >= 0 && !closed);
}

/// A bundle as earmark bundle makes it, but for the library, which is a link
static void
make_bundle(const char* folder)
{
  char path[4200];
  char* const text = make_views();
  NetworkShape shape = shape_small(PRECISION_INT8);
  shape.views = text;
  snprintf(path, sizeof(path), "%s/" NETWORK_FILE, folder);
  random_network_write(path, &shape, 1);
  free(text);

  Error error = {""};
  const bool written = bundle_write(path, PREFIX, folder, false, &error);
  printf("%s", error.text);
  assert(written);
  write_prefix(folder);
  snprintf(path, sizeof(path), "%s/" LIBRARY_FILE, folder);
  const int linked = symlink(EARMARK_BUNDLE LIBRARY_FILE, path);
  assert(!linked);
}

/// The plugin writes all outputs that its Turtle has, and nothing after them
static void
check_plugin(PluginHost* host, const char* name, uint32_t n_tags, bool has_cv)
{
  char uri[512];
  float next[BLOCK]; // At the port behind the tags: a CV output, or none
  snprintf(uri, sizeof(uri), PREFIX "%s", name);
  Random random = {1};
  Instance* const self = player_start(host, uri, 48e3, FEATURES_PLAIN);
  const uint32_t n_ports = ports_tag_index(self->n_channels, n_tags);
  assert(self->n_tags == n_tags); // Their group has no name: no ports for it
  assert(self->n_ports == n_ports + (has_cv ? PORTS_MAPPINGS : 0));
  for (uint32_t i = 0; i < self->n_ports; ++i) {
    self->controls[i] = self->is_output[i] ? NAN : self->controls[i];
  }
  for (uint32_t i = 0; i < BLOCK; ++i) {
    next[i] = NAN;
  }
  self->descriptor->connect_port(self->handle, n_ports, next);
  player_play(self, &random, 48e3, 1.0, BLOCK);
  assert(isnan(next[0]) == !has_cv && isnan(next[BLOCK - 1]) == !has_cv);
  instance_free(self);
}

static void
test_plugins(PluginHost* host)
{
  static const char* const first[N_DEFAULTS] = {"stereo", "mono", "stereo-cv",
                                                "mono-cv"};
  assert(lilv_plugins_size(host->plugins) == N_DEFAULTS + N_VIEWS - 1);
  assert(host->get_descriptor(N_DEFAULTS + N_VIEWS - 2));
  assert(!host->get_descriptor(N_DEFAULTS + N_VIEWS - 1));
  for (uint32_t i = 0; i < N_DEFAULTS; ++i) {
    check_plugin(host, first[i], 1, i >= 2);
  }
  for (uint32_t i = 1; i < N_VIEWS; ++i) {
    check_plugin(host, views[i].plugin, i + 1, false);
  }
}

/// `rm -r` of a folder without folders, by the names that a bundle has
static void
remove_bundle(const char* folder)
{
  static const char* const others[] = {
      NETWORK_FILE, LIBRARY_FILE,    URI_PREFIX_FILE, "manifest.ttl",
      "mono.ttl",   "stereo-cv.ttl", "mono-cv.ttl"};
  char path[4200];
  for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); ++i) {
    snprintf(path, sizeof(path), "%s/%s", folder, others[i]);
    unlink(path);
  }
  for (size_t i = 0; i < N_VIEWS; ++i) {
    snprintf(path, sizeof(path), "%s/%s.ttl", folder, views[i].plugin);
    unlink(path);
  }
  const int status = rmdir(folder); // Nothing else is in it
  assert(!status);
}

int
main(void)
{
  char folder[] = "/tmp/earmark-views-XXXXXX";
  assert(mkdtemp(folder));
  make_bundle(folder);
  PluginHost* const host = host_new_at(folder);
  RUN(test_plugins(host));
  host_free(host);
  remove_bundle(folder);
  return 0;
}
