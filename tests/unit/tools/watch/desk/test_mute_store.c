// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// Mutes are in the history's file, and last while that cannot be read

#define _POSIX_C_SOURCE 200809L
#undef NDEBUG

#include "tools/watch/desk/mute_store.h"

#include "tests/support/run.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static char folder[] = "/tmp/earmark-mutes-XXXXXX";
static char path[64];
static const Mute mute = {
    .station = "one", .rule = "down", .begin = 1000.0, .end = 2000.0};

/// As another program would
static void
change(const char* sql)
{
  DatabaseState state = DATABASE_OK;
  Error error = {""};
  Database* const database = database_open(path, false, &state, &error);
  assert(database && database_script(database, sql));
  database_close(database);
}

static void
test_mutes(void)
{
  Error error = {""};
  const View view = {.n_tags = 0};
  const HistorySettings settings = {
      .path = path, .view = &view, .limits = {1e6, 1e6, 1e9}};
  WatchHistory* const history = watch_history_open(&settings, &error);
  assert(history);
  MuteStore store = {.table = mute_table_new()};
  assert(store.table && mute_store_open(&store, history));
  assert(mute_table_add(store.table, &mute));
  mute_store_follow(&store, 1500.0); // It is not in the file yet
  assert(mute_table_n(store.table) == 1);
  watch_history_commit(history);
  mute_store_follow(&store, 1500.0); // Now it is
  assert(mute_table_n(store.table) == 1);
  change("INSERT INTO mute VALUES('two', '', 1000, 3000, '', '')");
  mute_store_follow(&store, 1500.0);
  assert(mute_table_n(store.table) == 2);
  change("DELETE FROM mute WHERE station = 'two'");
  mute_store_follow(&store, 1500.0);
  assert(mute_table_n(store.table) == 1);
  change("ALTER TABLE mute RENAME TO elsewhere");
  mute_store_follow(&store, 1500.0);
  assert(mute_table_covers(store.table, "one", "down", 1500.0));
  mute_store_follow(&store, 2500.0); // It is over all the same
  assert(!mute_table_n(store.table));
  watch_history_close(history);
  mute_store_clear(&store);
  mute_table_free(store.table);
}

int
main(void)
{
  assert(mkdtemp(folder));
  snprintf(path, sizeof(path), "%s/history.db", folder);
  RUN(test_mutes());
  unlink(path);
  return rmdir(folder);
}
