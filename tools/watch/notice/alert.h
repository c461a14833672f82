// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_ALERT_H
#define EARMARK_ALERT_H

#include "tools/watch/notice/notice.h"

/// How often alerts that fire are sent again, seconds
#define ALERT_EVERY 60.0

/// An alert as Alertmanager's API has it (version 2).  One that fires ends by
/// itself if it is not sent again for a few times ALERT_EVERY from `now`,
/// seconds since 1970, on.  New; NULL if memory is short.  [any]
json_t* alert_json(const Notice* notice, double now, const NoticePlan* plan);

#endif
