// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "ttl/bundle.h"

#include "model/file/network_file.h"
#include "model/network.h"
#include "model/view.h"
#include "ttl/describe.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  const char* folder;
  const char* prefix;
  bool has_window;
  uint32_t n;
  char names[VARIANT_MAX][VARIANT_NAME_SIZE];
  Description plugins[VARIANT_MAX];
} Bundle;

static void
collect(Bundle* bundle, const Network* network)
{
  bundle->n = variant_count(network->n_views);
  for (uint32_t i = 0; i < bundle->n; ++i) {
    const Variant variant = variant_get(i);
    const View* const view = &network->views[variant.view];
    variant_name(bundle->names[i], i, view->name);
    bundle->plugins[i] = (Description){.prefix = bundle->prefix,
                                       .name = bundle->names[i],
                                       .title = network->name,
                                       .view = view,
                                       .variant = variant,
                                       .has_window = bundle->has_window,
                                       .memory = network->memory};
  }
}

static bool
write_manifest(const Bundle* bundle, FILE* out, Error* error)
{
  bool done = describe(&bundle->plugins[0], out, "manifest", error) &&
              (!bundle->has_window ||
               describe(&bundle->plugins[0], out, "manifest-ui", error));
  for (uint32_t i = 0; done && i < bundle->n; ++i) {
    done = describe(&bundle->plugins[i], out, "manifest-plugin", error);
  }
  return done;
}

/// FOLDER/NAME.ttl; the caller frees it
static char*
make_path(const char* folder, const char* name)
{
  const size_t size = strlen(folder) + strlen(name) + sizeof("/.ttl");
  char* const path = (char*)malloc(size);
  if (path) {
    snprintf(path, size, "%s/%s.ttl", folder, name);
  }
  return path;
}

/// Write one file: a plugin's, or the manifest if `plugin` is NULL.  Nothing
/// is left of it on failure.
static bool
write_to(const Bundle* bundle,
         const Description* plugin,
         const char* path,
         Error* error)
{
  FILE* const out = fopen(path, "w");
  if (!out) {
    error_set(error, "%s: %s", path, strerror(errno));
    return false;
  }

  bool done = plugin ? describe(plugin, out, "plugin", error)
                     : write_manifest(bundle, out, error);
  const bool written = !ferror(out);
  if ((fclose(out) || !written) && done) {
    error_set(error, "%s: %s", path, strerror(errno));
    done = false;
  }
  if (!done) {
    remove(path);
  }
  return done;
}

static bool
write_file(const Bundle* bundle, const Description* plugin, Error* error)
{
  char* const path =
      make_path(bundle->folder, plugin ? plugin->name : "manifest");
  if (!path) {
    error_set(error, ERROR_NO_MEMORY);
  }
  const bool done = path && write_to(bundle, plugin, path, error);
  free(path);
  return done;
}

bool
bundle_write(const char* network_path,
             const char* prefix,
             const char* output_folder,
             bool has_window,
             Error* error)
{
  Network* const network = network_load(network_path, error);
  if (!network) {
    return false;
  }

  Bundle* const bundle = (Bundle*)calloc(1, sizeof(Bundle));
  if (!bundle) {
    error_set(error, ERROR_NO_MEMORY);
    network_free(network);
    return false;
  }
  bundle->folder = output_folder;
  bundle->prefix = prefix;
  bundle->has_window = has_window;
  collect(bundle, network);
  bool done = write_file(bundle, NULL, error);
  for (uint32_t i = 0; done && i < bundle->n; ++i) {
    done = write_file(bundle, &bundle->plugins[i], error);
  }
  free(bundle);
  network_free(network);
  return done;
}
