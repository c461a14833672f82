// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_FEATURES_H
#define EARMARK_FEATURES_H

#include <lv2/core/lv2.h>
#include <lv2/urid/urid.h>

/// The data of the host's feature of that URI, or NULL if it has none.  `list`
/// may be NULL.  [setup]
void* features_find(const LV2_Feature* const* list, const char* uri);

/// The host's number for a URI, or 0 if `map` is NULL.  [setup]
LV2_URID features_map(const LV2_URID_Map* map, const char* uri);

#endif
