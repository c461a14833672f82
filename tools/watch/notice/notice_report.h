// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_NOTICE_REPORT_H
#define EARMARK_NOTICE_REPORT_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#define NOTICE_REPORT_TEXT_SIZE 256u

/// What there is to be said of notices
typedef enum {
  NOTICE_REPORT_SENT,
  NOTICE_REPORT_GIVEN_UP, ///< With the reason
  NOTICE_REPORT_FAILED,   ///< An attempt has, with the reason
  NOTICE_REPORT_LINE,     ///< A program has written it
  NOTICE_REPORT_FAILS,    ///< An action does not work, with the reason
  NOTICE_REPORT_WORKS,    ///< It does again
} NoticeReportKind;

typedef struct {
  NoticeReportKind kind;
  uint32_t action; ///< Index
  uint64_t id;     ///< Of the notice, for the first two
  char text[NOTICE_REPORT_TEXT_SIZE];
} NoticeReport;

/// From the thread that sends to the main one.  [any]
typedef struct {
  pthread_mutex_t lock;
  uint32_t n;
  size_t room;
  NoticeReport* list; ///< [n]; owned
  uint32_t n_taken;
} NoticeReports;

void notice_reports_init(NoticeReports* reports);
void notice_reports_clear(NoticeReports* reports);

/// Lost if memory is short
void notice_reports_add(NoticeReports* reports,
                        NoticeReportKind kind,
                        uint32_t action,
                        uint64_t id,
                        const char* text);

/// The next, in their order; false if there is none
bool notice_reports_take(NoticeReports* reports, NoticeReport* report);

#endif
