// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/watch/desk/notice_store.h"

#include "base/array.h"

#include "tools/watch/history/event_table.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool
write_all(void* data, Database* database)
{
  const NoticeStore* const store = (const NoticeStore*)data;
  // Nobody knows any more what they were about
  bool ok =
      store->is_tidy || database_run(database,
                                     "DELETE FROM notice WHERE event NOT IN"
                                     " (SELECT id FROM event)",
                                     "");
  for (uint32_t i = 0; ok && i < store->n_added; ++i) {
    const Notice* const notice = &store->added[i];
    ok = database_run(
        database,
        "INSERT OR REPLACE INTO notice(id, action, change,"
        " made_at, event) VALUES(?,?,?,?,?)",
        "isids", (int64_t)notice->id, store->plan->actions[notice->action].name,
        (int64_t)notice->change, notice->made_at, notice->event.id);
  }
  for (uint32_t i = 0; ok && i < store->n_done; ++i) {
    ok = database_run(database, "DELETE FROM notice WHERE id = ?", "i",
                      (int64_t)store->done[i]);
  }
  return ok;
}

static void
end(void* data, bool is_kept)
{
  NoticeStore* const store = (NoticeStore*)data;
  if (is_kept) {
    store->is_tidy = true;
    store->n_added = 0;
    store->n_done = 0;
  }
}

bool
notice_store_open(NoticeStore* store,
                  const NoticePlan* plan,
                  WatchHistory* history)
{
  const HistoryWriter writer = {write_all, end, store};
  *store = (NoticeStore){.plan = plan};
  return watch_history_add_writer(history, &writer);
}

/// Index of an action by its name; n_actions if there is none
static uint32_t
find_action(const NoticePlan* plan, const char* name)
{
  uint32_t i = 0;
  while (i < plan->n_actions && strcmp(plan->actions[i].name, name) != 0) {
    ++i;
  }
  return i;
}

void
notice_store_load(NoticeStore* store,
                  WatchHistory* history,
                  NoticeStoreFunc take,
                  void* data)
{
  Database* const database = watch_history_database(history);
  sqlite3_stmt* const rows =
      database ? database_query(database,
                                "SELECT " EVENT_TABLE_COLUMNS
                                ", notice_id, action, change, notice_at FROM"
                                " (SELECT id AS notice_id, action, change,"
                                " made_at AS notice_at, event AS told"
                                " FROM notice) JOIN event ON id = told"
                                " ORDER BY notice_id",
                                "")
               : NULL;
  while (rows && database_next(database, rows)) {
    Notice notice = {
        .event = event_table_read(rows),
        .id = (uint64_t)sqlite3_column_int64(rows, EVENT_TABLE_N),
        .action = find_action(store->plan,
                              database_column_text(rows, EVENT_TABLE_N + 1)),
        .change = (EventChange)sqlite3_column_int(rows, EVENT_TABLE_N + 2),
        .made_at = database_column_real(rows, EVENT_TABLE_N + 3)};
    if (notice.change != EVENT_RESOLVED) { // It was not over then
      notice.event.ended_at = (double)NAN;
    }
    if (notice.action < store->plan->n_actions &&
        notice.change <= EVENT_RESOLVED) {
      take(data, &notice);
    } else {
      notice_store_end(store, notice.id);
    }
  }
  database_done(rows);
}

void
notice_store_clear(NoticeStore* store)
{
  free(store->added);
  free(store->done);
  *store = (NoticeStore){0};
}

bool
notice_store_add(NoticeStore* store, const Notice* notice)
{
  Notice* const added = (Notice*)array_grow(store->added, store->n_added,
                                            &store->added_room, sizeof(Notice));
  if (!added) {
    return false;
  }
  store->added = added;
  store->added[store->n_added++] = *notice;
  return true;
}

void
notice_store_end(NoticeStore* store, uint64_t id)
{
  for (uint32_t i = 0; i < store->n_added; ++i) {
    if (store->added[i].id == id) { // The file does not have it
      memmove(store->added + i, store->added + i + 1,
              (store->n_added - i - 1u) * sizeof(Notice));
      --store->n_added;
      return;
    }
  }
  uint64_t* const done = (uint64_t*)array_grow(
      store->done, store->n_done, &store->done_room, sizeof(uint64_t));
  if (done) {
    store->done = done;
    store->done[store->n_done++] = id;
  }
}
