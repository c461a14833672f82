// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "tools/watch/page/page.h"

#include "base/clock.h"
#include "model/view.h"
#include "tools/watch/page/page_server.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct Page {
  PageDesk desk;
  uint32_t* metric_tags; ///< The desk's
  char* clips;           ///< The desk's
  char* history;         ///< The archive's path
  PageServer* server;
  char address[128];
};

/// Which tags have series
static bool
read_tags(Page* page, const PageSettings* settings, Error* error)
{
  const View* const view = settings->view;
  page->metric_tags = (uint32_t*)calloc(view->n_tags + 1u, sizeof(uint32_t));
  page->desk.metric_tags = page->metric_tags;
  const char* at = settings->metrics_tags ? settings->metrics_tags : "";
  while (page->metric_tags && *at) {
    char name[256];
    size_t n = strcspn(at, ",");
    const char* const next = at + n + (at[n] == ',');
    const size_t spaces = strspn(at, " \t");
    at += spaces;
    n -= spaces < n ? spaces : n;
    snprintf(name, sizeof(name), "%.*s", (int)n, at);
    while (n && n < sizeof(name) && (name[n - 1] == ' ')) {
      name[--n] = '\0';
    }
    const uint32_t tag = view_find_tag(view, name);
    if (tag == view->n_tags || page->desk.n_metric_tags == view->n_tags) {
      error_set(error, "metrics-tags: there is no tag '%s'", name);
      return false;
    }
    page->metric_tags[page->desk.n_metric_tags++] = tag;
    at = next;
  }
  return page->metric_tags;
}

/// Everything but the server
static bool
prepare(Page* page, const PageSettings* settings, Error* error)
{
  PageDesk* const desk = &page->desk;
  if (!read_tags(page, settings, error) ||
      (settings->public_url &&
       !public_url_read(settings->public_url, &desk->access.url, error)) ||
      (settings->token &&
       !page_access_set_token(&desk->access, settings->token, error))) {
    return false;
  }
  if (settings->clips) {
    page->clips = strdup(settings->clips);
    desk->clips = page->clips;
  }
  if (settings->history) {
    page->history = strdup(settings->history);
    desk->archive =
        page->history ? archive_new(page->history, settings->view) : NULL;
  }
  desk->store = page_store_new(settings->view);
  desk->streams =
      desk->store ? page_streams_new(desk->store, settings->view) : NULL;
  return desk->streams;
}

/// From the socket on
static bool
serve(Page* page, const PageSettings* settings, Error* error)
{
  ListenAddress* const listen = &page->desk.access.listen;
  if (!listen_address_open(settings->listen, listen, error)) {
    return false;
  }
  if (!listen->is_loopback && !page->desk.access.token[0]) {
    error_set(error,
              "%s can be reached from other machines: this needs a token-file",
              settings->listen);
    close(listen->descriptor);
    return false;
  }
  snprintf(page->address, sizeof(page->address), "http://%s:%u/", listen->host,
           listen->port);
  page->server = page_server_start(&page->desk, error);
  return page->server;
}

Page*
page_start(const PageSettings* settings, Error* error)
{
  Page* const page = (Page*)calloc(1, sizeof(Page));
  Error reason = {""};
  if (page) {
    page->desk.view = settings->view;
    page->desk.started = clock_seconds(CLOCK_REALTIME);
    if (prepare(page, settings, &reason) && serve(page, settings, &reason)) {
      return page;
    }
    page_stop(page);
  }
  error_set(error, "%s", reason.text[0] ? reason.text : ERROR_NO_MEMORY);
  return NULL;
}

void
page_stop(Page* page)
{
  if (page) {
    if (page->desk.streams) {
      page_streams_close(page->desk.streams);
    }
    page_server_stop(page->server);
    page_streams_free(page->desk.streams);
    page_store_free(page->desk.store);
    archive_free(page->desk.archive);
    free(page->history);
    free(page->clips);
    free(page->metric_tags);
    free(page);
  }
}

const char*
page_address(const Page* page)
{
  return page->address;
}

void
page_interval(Page* page, const char* station, const Interval* interval)
{
  if (page) {
    page_store_interval(page->desk.store, station, interval);
  }
}

void
page_event(Page* page, const Event* event, EventChange change)
{
  if (page) {
    page_store_event(page->desk.store, event, change);
  }
}

void
page_end_tick(Page* page)
{
  if (page && page_store_commit(page->desk.store)) {
    page_streams_wake(page->desk.streams);
  }
}

void
page_line(Page* page, const char* subject, const char* text)
{
  if (page) {
    page_store_line(page->desk.store, subject, text);
    page_streams_wake(page->desk.streams);
  }
}

void
page_show(Page* page,
          const LiveTableRow* rows,
          uint32_t n,
          const MuteTable* mutes,
          const SnapshotProcess* process)
{
  if (page) {
    page_store_show(page->desk.store, rows, n, mutes, process);
    page_streams_wake(page->desk.streams);
    page_server_tick(page->server);
  }
}

bool
page_take_wish(Page* page, PageWish* wish)
{
  return page && page_store_take_wish(page->desk.store, wish);
}
