// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L // strdup

#include "plugin/ui/port_reader.h"

#include <lv2/core/lv2.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NAMESPACE "urn:earmark:ns#"

static const char* const uris[N_TERMS] = {
    [TERM_CONTROL] = LV2_CORE__ControlPort,
    [TERM_THRESHOLD] = NAMESPACE "threshold",
    [TERM_GROUP] = NAMESPACE "group",
    [TERM_CHOICE] = NAMESPACE "choice",
    [TERM_COLOUR] = NAMESPACE "colour",
    [TERM_SCALE] = NAMESPACE "scale",
    [TERM_COMMENT] = "http://www.w3.org/2000/01/rdf-schema#comment"};

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

void
port_reader_open(PortReader* reader,
                 const char* bundle_path,
                 const char* plugin_uri)
{
  LilvWorld* const world = lilv_world_new();
  load_bundle(world, bundle_path);
  LilvNode* const uri = lilv_new_uri(world, plugin_uri);
  *reader = (PortReader){.world = world,
                         .plugin = lilv_plugins_get_by_uri(
                             lilv_world_get_all_plugins(world), uri)};
  for (unsigned i = 0; i < N_TERMS; ++i) {
    reader->terms[i] = lilv_new_uri(world, uris[i]);
  }
  lilv_node_free(uri);
}

void
port_reader_close(PortReader* reader)
{
  for (unsigned i = 0; i < N_TERMS; ++i) {
    lilv_node_free(reader->terms[i]);
  }
  lilv_world_free(reader->world);
}

char*
port_reader_text(const PortReader* reader, const LilvPort* port, Term term)
{
  LilvNode* const node =
      lilv_port_get(reader->plugin, port, reader->terms[term]);
  char* const text = node ? strdup(lilv_node_as_string(node)) : NULL;
  lilv_node_free(node);
  return text;
}
