// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/watch/desk/mute_store.h"

#include "base/array.h"

#include "tools/watch/history/mute_rows.h"

#include <stdlib.h>

static bool
write_all(void* data, Database* database)
{
  const MuteStore* const store = (const MuteStore*)data;
  bool ok = true;
  for (uint32_t i = 0; ok && i < store->n; ++i) {
    const MuteChange* const change = &store->changes[i];
    ok = change->is_removed ? mute_rows_remove(database, &change->mute)
                            : mute_rows_write(database, &change->mute);
  }
  return ok;
}

static void
end(void* data, bool is_kept)
{
  MuteStore* const store = (MuteStore*)data;
  store->n = is_kept ? 0 : store->n;
}

/// A change of the table is to be written.  Where memory is short, it is kept
/// for this run only.
static void
on_change(void* data, const Mute* mute, bool is_over)
{
  MuteStore* const store = (MuteStore*)data;
  if (store->is_reading) {
    return;
  }
  MuteChange* const changes = (MuteChange*)array_grow(
      store->changes, store->n, &store->room, sizeof(MuteChange));
  if (!changes) {
    return;
  }
  store->changes = changes;
  store->changes[store->n++] = (MuteChange){*mute, is_over};
}

bool
mute_store_open(MuteStore* store, WatchHistory* history)
{
  const HistoryWriter writer = {write_all, end, store};
  store->history = history;
  mute_table_set_listener(store->table, on_change, store);
  return watch_history_add_writer(history, &writer);
}

void
mute_store_clear(MuteStore* store)
{
  free(store->changes);
  *store = (MuteStore){.table = store->table};
}

static void
take(void* data, const Mute* mute)
{
  mute_table_add((MuteTable*)data, mute);
}

/// The table is as the file says, unless that cannot be read now
static void
read_all(MuteStore* store, Database* database)
{
  MuteTable* const found = mute_table_new();
  if (found && mute_rows_read(database, take, found)) {
    store->is_reading = true;
    mute_table_clear(store->table);
    for (uint32_t i = 0; i < mute_table_n(found); ++i) {
      mute_table_add(store->table, mute_table_at(found, i));
    }
    store->is_reading = false;
  }
  mute_table_free(found);
}

void
mute_store_follow(MuteStore* store, double now)
{
  Database* const database =
      store->history ? watch_history_database(store->history) : NULL;
  if (database && !store->n) {
    read_all(store, database);
  }
  mute_table_expire(store->table, now);
}
