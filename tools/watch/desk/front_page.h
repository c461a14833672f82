// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_FRONT_PAGE_H
#define EARMARK_FRONT_PAGE_H

#include "tools/watch/config/watch_section.h"
#include "tools/watch/desk/log.h"
#include "tools/watch/desk/reporting.h"
#include "tools/watch/page/page.h"

/// Serve the page of a plan that wants one, which hears of the log from then
/// on.  NULL with a message.
Page* front_page_start(const WatchPlan* plan,
                       const View* view,
                       Log* log,
                       Error* error);

/// Do what people asked for on the page, which may be NULL
void front_page_obey(Page* page, Reporting* reporting, Log* log);

/// Show all stations, rows[n], and how the program is on the page, which may be
/// NULL
void front_page_show(Page* page,
                     const LiveTableRow* rows,
                     uint32_t n,
                     Reporting* reporting,
                     const NoticePlan* plan,
                     bool is_configuration_good);

#endif
