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
#include <string.h>

#define MAX_PATH 4096
#define MAX_PLUGINS 7

/// The plugins that the library has
static const struct {
  const char* name;
  const char* view; ///< NULL is the default
  uint32_t n_channels;
  bool has_cv;
} plugins[MAX_PLUGINS] = {
    {"stereo", NULL, 2, false},       {"mono", NULL, 1, false},
    {"stereo-cv", NULL, 2, true},     {"mono-cv", NULL, 1, true},
    {"msd", "msd", 2, false},         {"mtat", "mtat", 2, false},
    {"jamendo", "jamendo", 2, false},
};

typedef struct {
  const char* folder;
  const char* prefix;
  bool has_window;
  uint32_t n;
  Description plugins[MAX_PLUGINS]; ///< Those whose view the network has
} Bundle;

static bool
collect(Bundle* bundle, const Network* network, Error* error)
{
  for (uint32_t i = 0; i < MAX_PLUGINS; ++i) {
    const View* const view = plugins[i].view
                                 ? network_view(network, plugins[i].view)
                                 : &network->views[0];
    if (view) {
      Description* const plugin = &bundle->plugins[bundle->n++];
      *plugin = (Description){.prefix = bundle->prefix,
                              .name = plugins[i].name,
                              .title = network->name,
                              .view = view,
                              .n_channels = plugins[i].n_channels,
                              .has_cv = plugins[i].has_cv,
                              .has_window = bundle->has_window,
                              .memory = network->memory};
      if (!describe_check(plugin, error)) {
        return false;
      }
    }
  }
  return true;
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

/// Write one file: a plugin's, or the manifest if `plugin` is NULL.  Nothing
/// is left of it on failure.
static bool
write_file(const Bundle* bundle, const Description* plugin, Error* error)
{
  char path[MAX_PATH];
  snprintf(path, sizeof(path), "%s/%s.ttl", bundle->folder,
           plugin ? plugin->name : "manifest");
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

  Bundle bundle = {
      .folder = output_folder, .prefix = prefix, .has_window = has_window};
  bool done =
      collect(&bundle, network, error) && write_file(&bundle, NULL, error);
  for (uint32_t i = 0; done && i < bundle.n; ++i) {
    done = write_file(&bundle, &bundle.plugins[i], error);
  }
  network_free(network);
  return done;
}
