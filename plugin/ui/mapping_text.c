// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "plugin/ui/mapping_text.h"

#include <math.h>
#include <stdio.h>

static double
get(const UiState* state, uint32_t mapping, MappingField field)
{
  return (double)ui_state_get(state, ports_mapping(mapping, field));
}

bool
mapping_text(const UiState* state, uint32_t mapping, char* text, uint32_t size)
{
  static const char* const kinds[] = {"controller", "switch", "note"};
  const long tag = lrint(get(state, mapping, MAPPING_FIELD_TAG));
  const long kind = lrint(get(state, mapping, MAPPING_FIELD_KIND));
  if (tag < 1 || tag > (long)state->info->n_tags || kind < 0 || kind > 2) {
    return false;
  }
  snprintf(text, size, "%s %.2f to %.2f: %s %ld on channel %ld, %ld to %ld",
           plugin_info_tag_name(state->info, (uint32_t)tag - 1),
           get(state, mapping, MAPPING_FIELD_FROM),
           get(state, mapping, MAPPING_FIELD_TO), kinds[kind],
           lrint(get(state, mapping, MAPPING_FIELD_NUMBER)),
           lrint(get(state, mapping, MAPPING_FIELD_CHANNEL)),
           lrint(get(state, mapping, MAPPING_FIELD_LOW)),
           lrint(get(state, mapping, MAPPING_FIELD_HIGH)));
  return true;
}
