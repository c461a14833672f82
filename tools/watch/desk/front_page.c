// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/watch/desk/front_page.h"

#include "tools/watch/config/secret_file.h"

static void
tell_page(void* data, const char* subject, const char* text)
{
  page_line((Page*)data, subject, text);
}

Page*
front_page_start(const WatchPlan* plan,
                 const View* view,
                 Log* log,
                 Error* error)
{
  char token[SECRET_FILE_MAX];
  Error reason = {""};
  if (plan->token_file && !secret_file_read(plan->token_file, token, &reason)) {
    error_set(error, "%s: %s", plan->token_file, reason.text);
    return NULL;
  }
  const PageSettings settings = {.view = view,
                                 .listen = plan->listen,
                                 .token = plan->token_file ? token : NULL,
                                 .public_url = plan->public_url,
                                 .metrics_tags = plan->metrics_tags,
                                 .clips = plan->clips.folder};
  Page* const page = page_start(&settings, error);
  if (page) {
    log->on_line = tell_page;
    log->data = page;
    log_add(log, "page", "%s", page_address(page));
  }
  return page;
}

static void
acknowledge(EventBook* book, const char* id, Log* log)
{
  Event* const event = event_book_find(book, id);
  if (event && !event->is_acknowledged) {
    event->is_acknowledged = true;
    event_book_tell(book, event, EVENT_CHANGED);
    log_add(log, event->station, "%s was acknowledged", event->rule);
  }
}

void
front_page_obey(Page* page, EventBook* book, Log* log)
{
  PageWish wish;
  while (page_take_wish(page, &wish)) {
    if (wish.kind == PAGE_WISH_ACKNOWLEDGE) {
      acknowledge(book, wish.event, log);
    }
  }
}
