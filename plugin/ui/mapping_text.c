// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "plugin/ui/mapping_text.h"

#include <math.h>
#include <stdio.h>

/// Value of a mapping's port
static float
get_mapping(const UiState* state, uint32_t mapping, const char* field)
{
  char symbol[32];
  snprintf(symbol, sizeof(symbol), "map%u_%s", mapping + 1, field);
  const uint32_t port = plugin_info_find_port(state->info, symbol);
  return port == INFO_NONE ? 0.0f : state->values[port];
}

bool
mapping_text(const UiState* state, uint32_t mapping, char* text, uint32_t size)
{
  static const char* const kinds[] = {"controller", "switch", "note"};
  const long tag = lrintf(get_mapping(state, mapping, "tag"));
  const long kind = lrintf(get_mapping(state, mapping, "kind"));
  if (tag < 1 || tag > (long)state->info->n_tags || kind < 0 || kind > 2) {
    return false;
  }
  snprintf(text, size, "%s %.2f to %.2f: %s %ld on channel %ld, %ld to %ld",
           plugin_info_tag_name(state->info, (uint32_t)tag - 1),
           (double)get_mapping(state, mapping, "from"),
           (double)get_mapping(state, mapping, "to"), kinds[kind],
           lrintf(get_mapping(state, mapping, "number")),
           lrintf(get_mapping(state, mapping, "channel")),
           lrintf(get_mapping(state, mapping, "low")),
           lrintf(get_mapping(state, mapping, "high")));
  return true;
}
