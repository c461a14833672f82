// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "plugin/features.h"

#include <string.h>

void*
features_find(const LV2_Feature* const* list, const char* uri)
{
  for (; list && *list; ++list) {
    const LV2_Feature* const feature = *list;
    // lv2file has features without a URI or data
    if (feature->URI && feature->data && !strcmp(feature->URI, uri)) {
      return feature->data;
    }
  }
  return NULL;
}

LV2_URID
features_map(const LV2_URID_Map* map, const char* uri)
{
  return map ? map->map(map->handle, uri) : 0;
}
