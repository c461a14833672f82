// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/watch/page/asset.h"

#include <string.h>

const Asset*
asset_find(const char* name)
{
  for (const Asset* asset = assets; asset->name; ++asset) {
    if (!strcmp(asset->name, name)) {
      return asset;
    }
  }
  return NULL;
}
