// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/watch/page/page_store.h"

#include "tools/watch/page/pending.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/// The lock guards what both threads use: the pasts, the news, the snapshot and
/// the wishes
struct PageStore {
  const View* view;
  pthread_mutex_t lock;
  StationRecord* records; ///< The list is the main thread's, but for its pasts
  PendingList pending;    ///< The main thread's
  News news;
  Snapshot* snapshot;
  uint64_t n_snapshots;
  PageWishes wishes;
};

PageStore*
page_store_new(const View* view)
{
  PageStore* const store = (PageStore*)calloc(1, sizeof(PageStore));
  if (store) {
    store->view = view;
    pthread_mutex_init(&store->lock, NULL);
    if (!news_init(&store->news)) {
      page_store_free(store);
      return NULL;
    }
  }
  return store;
}

void
page_store_free(PageStore* store)
{
  if (store) {
    page_store_commit(store);
    while (store->records) {
      StationRecord* const next = store->records->next;
      station_record_free(store->records);
      store->records = next;
    }
    news_clear(&store->news);
    snapshot_release(store->snapshot);
    pthread_mutex_destroy(&store->lock);
    free(store);
  }
}

static StationRecord*
find_record(const PageStore* store, const char* name)
{
  StationRecord* record = store->records;
  while (record && strcmp(record->name, name) != 0) {
    record = record->next;
  }
  return record;
}

/// That of the name, which may be new; NULL if memory is short
static StationRecord*
need_record(PageStore* store, const char* name)
{
  StationRecord* record = find_record(store, name);
  if (record) {
    return record;
  }
  record = station_record_new(name, store->view);
  if (!record) {
    return NULL;
  }
  pthread_mutex_lock(&store->lock);
  record->next = store->records;
  store->records = record;
  pthread_mutex_unlock(&store->lock);
  return record;
}

void
page_store_interval(PageStore* store,
                    const char* station,
                    const Interval* interval)
{
  StationRecord* const record = need_record(store, station);
  if (record) {
    pending_add_interval(&store->pending, record, interval);
  }
}

void
page_store_event(PageStore* store, const Event* event, EventChange change)
{
  StationRecord* const record = find_record(store, event->station);
  if (record && change == EVENT_RAISED) {
    station_record_count(record, event->rule);
  }
  pending_add_event(&store->pending, event);
}

static void
commit(PageStore* store, const Pending* pending)
{
  StationRecord* const record = pending->record;
  const Reading* const reading = pending->interval.reading;
  if (reading) {
    record->totals.audio_seconds += reading->seconds;
    record->totals.dropped_seconds += reading->dropped;
  }
  pthread_mutex_lock(&store->lock);
  if (record) {
    recent_past_add(&record->past, &pending->interval);
  } else {
    news_put_event(&store->news, &pending->event);
  }
  pthread_mutex_unlock(&store->lock);
}

bool
page_store_commit(PageStore* store)
{
  bool has_events = false;
  for (Pending* pending = NULL; (pending = pending_take(&store->pending));) {
    commit(store, pending);
    has_events = has_events || !pending->record;
    pending_free(pending);
  }
  return has_events;
}

void
page_store_line(PageStore* store, const char* subject, const char* text)
{
  pthread_mutex_lock(&store->lock);
  news_put_line(&store->news, subject, text);
  pthread_mutex_unlock(&store->lock);
}

/// Forget stations that are watched no more
static void
prune(PageStore* store, const Snapshot* snapshot)
{
  StationRecord** link = &store->records;
  while (*link) {
    StationRecord* const record = *link;
    if (snapshot_find(snapshot, record->name)) {
      link = &record->next;
    } else {
      pthread_mutex_lock(&store->lock);
      *link = record->next;
      pthread_mutex_unlock(&store->lock);
      station_record_free(record);
    }
  }
}

static void
add(PageStore* store, Snapshot* snapshot, const LiveTableRow* row)
{
  StationRecord* const record = need_record(store, row->name);
  SnapshotStation* const station = snapshot_add(snapshot, row, store->view);
  if (record && station) {
    station_record_fill(record, station);
  }
}

void
page_store_show(PageStore* store,
                const LiveTableRow* rows,
                uint32_t n,
                const MuteTable* mutes,
                const SnapshotProcess* process)
{
  page_store_commit(store);
  Snapshot* const snapshot = snapshot_new(++store->n_snapshots, n);
  if (!snapshot) {
    return;
  }
  for (uint32_t i = 0; i < n; ++i) {
    add(store, snapshot, &rows[i]);
  }
  snapshot_set_mutes(snapshot, mutes);
  snapshot->process = *process;
  prune(store, snapshot);
  pthread_mutex_lock(&store->lock);
  Snapshot* const before = store->snapshot;
  store->snapshot = snapshot;
  pthread_mutex_unlock(&store->lock);
  snapshot_release(before);
}

bool
page_store_take_wish(PageStore* store, PageWish* wish)
{
  pthread_mutex_lock(&store->lock);
  const bool is_there = page_wishes_take(&store->wishes, wish);
  pthread_mutex_unlock(&store->lock);
  return is_there;
}

Snapshot*
page_store_snapshot(PageStore* store)
{
  pthread_mutex_lock(&store->lock);
  Snapshot* const snapshot =
      store->snapshot ? snapshot_share(store->snapshot) : NULL;
  pthread_mutex_unlock(&store->lock);
  return snapshot;
}

bool
page_store_news(PageStore* store, uint64_t after, News* news)
{
  pthread_mutex_lock(&store->lock);
  const bool ok = news_copy(&store->news, after, news);
  pthread_mutex_unlock(&store->lock);
  return ok;
}

bool
page_store_find_event(PageStore* store, const char* id, Event* event)
{
  pthread_mutex_lock(&store->lock);
  const Event* const found = news_find(&store->news, id);
  if (found) {
    *event = *found;
  }
  pthread_mutex_unlock(&store->lock);
  return found;
}

bool
page_store_past(PageStore* store, const char* station, RecentPast* past)
{
  if (!recent_past_init(past, store->view->n_tags)) {
    return false;
  }
  pthread_mutex_lock(&store->lock);
  const StationRecord* const record = find_record(store, station);
  if (record) {
    recent_past_copy(past, &record->past);
  }
  pthread_mutex_unlock(&store->lock);
  return record;
}

bool
page_store_wish(PageStore* store, const PageWish* wish)
{
  pthread_mutex_lock(&store->lock);
  const bool ok = page_wishes_put(&store->wishes, wish);
  pthread_mutex_unlock(&store->lock);
  return ok;
}
