// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/options/network_options.h"

#include "model/file/registry.h"
#include "model/view.h"
#include "tools/options/command_line.h"
#include "tools/options/locate.h"

#include <stdio.h>
#include <stdlib.h>

/// What views there are, in a usage error
static void
refuse_view(const NetworkOptions* options, const char* command)
{
  Error names = {""};
  int length = 0;
  for (uint32_t i = 0; i < options->network->n_views; ++i) {
    // NOLINTNEXTLINE(clang-analyzer-core.NullDereference): n_views are there
    const char* const name = options->network->views[i].name;
    length += snprintf(names.text + length, sizeof(names.text) - (size_t)length,
                       " %s", name);
    if (length >= (int)sizeof(names.text)) {
      break; // Cut short, which is still of help
    }
  }
  command_line_refuse(command, "no view '%s'; there are:%s", options->view_name,
                      names.text);
}

bool
network_options_load(NetworkOptions* options, const char* command)
{
  Error error = {ERROR_NO_MEMORY};
  options->path = locate_network(options->network_path);
  options->network =
      options->path ? network_acquire(options->path, &error) : NULL;
  if (!options->network) {
    fprintf(stderr, "earmark: %s\n", error.text);
    network_options_release(options);
    return false;
  }
  options->view = options->view_name
                      ? network_view(options->network, options->view_name)
                      : &options->network->views[0];
  if (!options->view) {
    refuse_view(options, command);
    network_options_release(options);
  }
  return options->view;
}

void
network_options_release(NetworkOptions* options)
{
  if (options->network) {
    network_release(options->network);
  }
  free(options->path);
  options->network = NULL;
  options->view = NULL;
  options->path = NULL;
}
