// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_STATION_JSON_H
#define EARMARK_STATION_JSON_H

#include "tools/watch/page/snapshot.h"

#include <jansson.h>

// All of these are new, or NULL if memory is short

/// A station for programs that poll: a flat object of texts and numbers, and
/// with `has_rules` its rules, too; the manual describes the members
json_t* station_json(const Snapshot* snapshot,
                     const SnapshotStation* station,
                     const View* view,
                     bool has_rules);

/// All stations, as short as it goes, for the page: tags are thousandths, in
/// the order of the view
json_t* station_json_live(const Snapshot* snapshot, const View* view);

/// What is muted for a time
json_t* station_json_mutes(const Snapshot* snapshot);

/// The view: its groups with their colours, its tags
json_t* station_json_view(const View* view);

#endif
