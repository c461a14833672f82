// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// What is told is in the file, also where that was locked, damaged or gone for
// a while; and what is not ours stays as it is

#define _POSIX_C_SOURCE 200809L
#undef NDEBUG

#include "tests/support/run.h"
#include "tests/unit/tools/watch/history/history_trial.h"

#include <glob.h>

/// Another holds it for a while
static void
test_locked(void)
{
  DatabaseState state = DATABASE_OK;
  Error error = {""};
  WatchHistory* const history = begin();
  const Event event = event_at(1.8e9);
  add(history, "one", 0, 1.8e9, "A");
  watch_history_commit(history);
  Database* const other = database_open(path, false, &state, &error);
  assert(other && database_begin(other));
  for (uint64_t i = 1; i < 4; ++i) {
    add(history, "one", i, 1.8e9 + 5.0 * (double)i, "A");
    watch_history_event(history, &event);
    watch_history_commit(history);
  }
  assert(watch_history_status(history)->state == DATABASE_LOCKED);
  assert(watch_history_status(history)->n_waiting == 3);
  expect("SELECT count(*) FROM interval", 1.0);
  database_rollback(other);
  sleep_seconds(PAUSE);
  watch_history_commit(history);
  assert(watch_history_status(history)->state == DATABASE_OK);
  expect("SELECT count(*) FROM interval", 4.0);
  expect("SELECT count(*) FROM title", 1.0);
  expect("SELECT count(*) FROM event", 1.0);
  database_close(other);
  watch_history_close(history);
  clear();
}

static void
spoil(long offset, long n)
{
  FILE* const file = fopen(path, offset ? "r+b" : "wb");
  assert(file && !fseek(file, offset, SEEK_SET));
  for (long i = 0; i < n; ++i) {
    fputc((int)(i * i % 251), file);
  }
  assert(!fclose(file));
}

/// It is overwritten, then removed: there is a new one each time
static void
test_damaged(void)
{
  WatchHistory* const history = begin();
  for (uint64_t i = 0; i < 300; ++i) {
    add(history, "one", i, 1.8e9 + 5.0 * (double)i, "A");
  }
  watch_history_commit(history);
  DatabaseState state = DATABASE_OK;
  Error error = {""};
  Database* const other = database_open(path, false, &state, &error);
  assert(other && database_script(other, "PRAGMA wal_checkpoint(TRUNCATE)"));
  database_close(other);
  spoil(4096, 20 * 4096);
  for (uint64_t i = 0; i < 4; ++i) {
    add(history, "three", i, 1.8e9 + 5.0 * (double)i, "A");
    watch_history_commit(history);
    sleep_seconds(PAUSE);
  }
  assert(watch_history_status(history)->state == DATABASE_OK);
  assert(!watch_history_status(history)->n_waiting);
  expect("SELECT count(*) FROM interval", 4.0);
  glob_t found;
  char pattern[64];
  snprintf(pattern, sizeof(pattern), "%s.damaged-*", path);
  assert(!glob(pattern, 0, NULL, &found) && found.gl_pathc >= 1);
  for (size_t i = 0; i < found.gl_pathc; ++i) {
    unlink(found.gl_pathv[i]);
  }
  globfree(&found);

  clear();
  sleep_seconds(2.0 * PAUSE);
  add(history, "three", 4, 1.8e9, "A");
  watch_history_commit(history);
  expect("SELECT count(*) FROM interval", 1.0);
  watch_history_close(history);
  clear();
}

static void
make_other(const char* sql)
{
  sqlite3* other = NULL;
  assert(!sqlite3_open(path, &other));
  assert(!sqlite3_exec(other, sql, NULL, NULL, NULL));
  sqlite3_close(other);
}

/// What is not ours stays as it is
static void
test_refused(void)
{
  const HistorySettings settings = {.path = path, .view = &view};
  for (int i = 0; i < 3; ++i) {
    Error error = {""};
    if (i == 0) {
      spoil(0, 100000);
    } else if (i == 1) {
      make_other("CREATE TABLE x(y)");
    } else {
      make_other("PRAGMA application_id = 1163021643;"
                 "PRAGMA user_version = 999; CREATE TABLE x(y)");
    }
    assert(!watch_history_open(&settings, &error));
    assert(error.text[0] && !access(path, F_OK));
    assert(i < 2 || strstr(error.text, "later version"));
    clear();
  }
}

int
main(void)
{
  close(mkstemp(path));
  clear();
  RUN(test_locked());
  RUN(test_damaged());
  RUN(test_refused());
  return 0;
}
