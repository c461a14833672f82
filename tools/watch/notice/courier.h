// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_COURIER_H
#define EARMARK_COURIER_H

#include "tools/watch/notice/child.h"
#include "tools/watch/notice/delivery.h"
#include "tools/watch/notice/http_request.h"
#include "tools/watch/notice/notice_report.h"

#include <curl/curl.h>

/// Sends what is to be sent in one way, and never waits.  For one thread.
typedef struct {
  const NoticePlan* plan;
  uint32_t action; ///< Index of its own
  CURLM* multi;
  NoticeReports* reports; ///< Where it tells how it goes
  Delivery delivery;
  HttpRequest* request; ///< On its way, or NULL
  Child child;          ///< At work, if it has a pid
} Courier;

Courier courier_new(const NoticePlan* plan,
                    uint32_t action,
                    CURLM* multi,
                    NoticeReports* reports);

void courier_clear(Courier* courier);

/// Begin what is due, see how programs are getting on
void courier_step(Courier* courier, double now);

/// Its request has ended
void courier_end_request(Courier* courier, CURLcode code, double now);

/// When it has to be stepped at the latest; INFINITY for never
double courier_due(const Courier* courier, double now);

/// Is there nothing that it may still do before the end?
bool courier_is_idle(const Courier* courier, double now);

#endif
