// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "tools/watch/notice/notice_report.h"

#include "base/array.h"

#include <stdio.h>
#include <stdlib.h>

void
notice_reports_init(NoticeReports* reports)
{
  *reports = (NoticeReports){0};
  pthread_mutex_init(&reports->lock, NULL);
}

void
notice_reports_clear(NoticeReports* reports)
{
  pthread_mutex_destroy(&reports->lock);
  free(reports->list);
  *reports = (NoticeReports){0};
}

void
notice_reports_add(NoticeReports* reports,
                   NoticeReportKind kind,
                   uint32_t action,
                   uint64_t id,
                   const char* text)
{
  pthread_mutex_lock(&reports->lock);
  NoticeReport* const list = (NoticeReport*)array_grow(
      reports->list, reports->n, &reports->room, sizeof(NoticeReport));
  if (list) {
    reports->list = list;
    NoticeReport* const report = &reports->list[reports->n++];
    *report = (NoticeReport){.kind = kind, .action = action, .id = id};
    snprintf(report->text, sizeof(report->text), "%s", text);
  }
  pthread_mutex_unlock(&reports->lock);
}

bool
notice_reports_take(NoticeReports* reports, NoticeReport* report)
{
  pthread_mutex_lock(&reports->lock);
  const bool has = reports->n_taken < reports->n;
  if (has) {
    *report = reports->list[reports->n_taken++];
  }
  if (reports->n_taken == reports->n) {
    reports->n = 0;
    reports->n_taken = 0;
  }
  pthread_mutex_unlock(&reports->lock);
  return has;
}
