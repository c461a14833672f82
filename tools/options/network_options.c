// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/options/network_options.h"

#include "engine/tagger.h"
#include "model/file/registry.h"
#include "model/view.h"
#include "tools/options/locate.h"

#include <stdio.h>
#include <stdlib.h>

#define MAX_PATH 4096

bool
network_options_set_memory(NetworkOptions* choice, const char* text)
{
  char* end = NULL;
  choice->memory = strtof(text, &end);
  if (end == text || *end || !(choice->memory >= NETWORK_MIN_MEMORY) ||
      choice->memory > NETWORK_MAX_MEMORY) {
    fprintf(stderr, "earmark: --memory needs a number from %g to %g\n",
            (double)NETWORK_MIN_MEMORY, (double)NETWORK_MAX_MEMORY);
    return false;
  }
  return true;
}

bool
network_options_load(NetworkOptions* choice)
{
  Error error = {""};
  char buffer[MAX_PATH];
  choice->network = network_acquire(
      locate_network(choice->network_path, buffer, sizeof(buffer)), &error);
  if (!choice->network) {
    fprintf(stderr, "earmark: %s\n", error.text);
    return false;
  }
  choice->view = choice->view_name
                     ? network_view(choice->network, choice->view_name)
                     : &choice->network->views[0];
  if (choice->view) {
    return true;
  }

  fprintf(stderr, "earmark: no view '%s'; there are:", choice->view_name);
  for (uint32_t i = 0; i < choice->network->n_views; ++i) {
    fprintf(stderr, " %s", choice->network->views[i].name);
  }
  fputc('\n', stderr);
  network_options_release(choice);
  return false;
}

void
network_options_release(NetworkOptions* choice)
{
  network_release(choice->network);
  choice->network = NULL;
}
