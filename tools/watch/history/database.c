// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/watch/history/database.h"

#include <math.h>
#include <stdarg.h>
#include <stdlib.h>

#define PATIENCE 200 /* Milliseconds to wait for another that writes */
#define READER_PATIENCE 2000
#define MOST_STATEMENTS 96u

/// What a writer wants of SQLite: nothing is lost when the program is killed,
/// and the file shrinks when it can
#define PRAGMAS                                                                \
  "PRAGMA auto_vacuum = INCREMENTAL;"                                          \
  "PRAGMA journal_mode = WAL;"                                                 \
  "PRAGMA synchronous = NORMAL;"                                               \
  "PRAGMA journal_size_limit = 4194304;"                                       \
  "PRAGMA foreign_keys = OFF;"

typedef struct {
  const char* sql;
  sqlite3_stmt* statement;
} Prepared;

struct Database {
  sqlite3* connection;
  DatabaseState state;
  uint32_t n;
  Prepared prepared[MOST_STATEMENTS]; ///< [n]
};

static DatabaseState
state_of(sqlite3* connection, int code)
{
  // Also where there is a limit or a quota
  if ((code & 0xFF) == SQLITE_IOERR &&
      sqlite3_extended_errcode(connection) == SQLITE_IOERR_WRITE) {
    return DATABASE_FULL;
  }
  switch (code & 0xFF) {
  case SQLITE_OK:
  case SQLITE_ROW:
  case SQLITE_DONE:
    return DATABASE_OK;
  case SQLITE_BUSY:
  case SQLITE_LOCKED:
    return DATABASE_LOCKED;
  case SQLITE_FULL:
    return DATABASE_FULL;
  case SQLITE_CORRUPT:
    return DATABASE_DAMAGED;
  case SQLITE_NOTADB:
    return DATABASE_FOREIGN;
  default:
    return DATABASE_FAILED;
  }
}

/// Remember what went wrong first; returns whether nothing did
static bool
note(Database* database, int code)
{
  const DatabaseState state = state_of(database->connection, code);
  if (database->state == DATABASE_OK) {
    database->state = state;
  }
  return state == DATABASE_OK;
}

const char*
database_state_name(DatabaseState state)
{
  static const char* const names[] = {"ok",      "locked",  "full",
                                      "damaged", "foreign", "failed"};
  return names[state];
}

DatabaseState
database_state(const Database* database)
{
  return database->state;
}

const char*
database_message(const Database* database)
{
  return sqlite3_errmsg(database->connection);
}

Database*
database_open(const char* path,
              bool is_reader,
              DatabaseState* state,
              Error* error)
{
  Database* const database = (Database*)calloc(1, sizeof(Database));
  *state = DATABASE_FAILED;
  if (!database) {
    error_set(error, ERROR_NO_MEMORY);
    return NULL;
  }
  const int flags = SQLITE_OPEN_NOMUTEX |
                    (is_reader ? SQLITE_OPEN_READONLY
                               : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
  const int code = sqlite3_open_v2(path, &database->connection, flags, NULL);
  sqlite3_busy_timeout(database->connection,
                       is_reader ? READER_PATIENCE : PATIENCE);
  if (!note(database, code) ||
      !database_script(database,
                       is_reader ? "PRAGMA query_only = ON;" : PRAGMAS)) {
    error_set(error, "%s", database_message(database));
    *state = database->state;
    database_close(database);
    return NULL;
  }
  *state = DATABASE_OK;
  return database;
}

void
database_close(Database* database)
{
  if (database) {
    for (uint32_t i = 0; i < database->n; ++i) {
      sqlite3_finalize(database->prepared[i].statement);
    }
    sqlite3_close(database->connection);
    free(database);
  }
}

bool
database_has_moved(Database* database)
{
  int has_moved = 0;
  sqlite3_file_control(database->connection, NULL, SQLITE_FCNTL_HAS_MOVED,
                       &has_moved);
  return has_moved;
}

bool
database_script(Database* database, const char* sql)
{
  return note(database,
              sqlite3_exec(database->connection, sql, NULL, NULL, NULL));
}

bool
database_begin(Database* database)
{
  database->state = DATABASE_OK;
  return database_script(database, "BEGIN IMMEDIATE");
}

bool
database_commit(Database* database)
{
  return database->state == DATABASE_OK && database_script(database, "COMMIT");
}

void
database_rollback(Database* database)
{
  if (!sqlite3_get_autocommit(database->connection)) {
    sqlite3_exec(database->connection, "ROLLBACK", NULL, NULL, NULL);
  }
}

/// The statement of a text, made once
static sqlite3_stmt*
prepare(Database* database, const char* sql)
{
  for (uint32_t i = 0; i < database->n; ++i) {
    if (database->prepared[i].sql == sql) {
      return database->prepared[i].statement;
    }
  }
  sqlite3_stmt* statement = NULL;
  if (database->n == MOST_STATEMENTS) {
    note(database, SQLITE_MISUSE);
    return NULL;
  }
  if (note(database,
           sqlite3_prepare_v3(database->connection, sql, -1,
                              SQLITE_PREPARE_PERSISTENT, &statement, NULL))) {
    database->prepared[database->n++] = (Prepared){sql, statement};
  }
  return statement;
}

static int
bind(sqlite3_stmt* statement, int column, char type, va_list* values)
{
  if (type == 'i') {
    return sqlite3_bind_int64(statement, column, va_arg(*values, int64_t));
  }
  if (type == 'd') {
    const double value = va_arg(*values, double);
    return isfinite(value) ? sqlite3_bind_double(statement, column, value)
                           : sqlite3_bind_null(statement, column);
  }
  if (type == 's') {
    return sqlite3_bind_text(statement, column, va_arg(*values, const char*),
                             -1, SQLITE_TRANSIENT);
  }
  const void* const bytes = va_arg(*values, const void*);
  return sqlite3_bind_blob(statement, column, bytes, va_arg(*values, int),
                           SQLITE_TRANSIENT);
}

static sqlite3_stmt*
query(Database* database, const char* sql, const char* types, va_list* values)
{
  sqlite3_stmt* const statement = prepare(database, sql);
  if (!statement) {
    return NULL;
  }
  sqlite3_reset(statement);
  for (int i = 0; types[i]; ++i) {
    if (!note(database, bind(statement, i + 1, types[i], values))) {
      return NULL;
    }
  }
  return statement;
}

sqlite3_stmt*
database_query(Database* database, const char* sql, const char* types, ...)
{
  va_list values;
  va_start(values, types);
  sqlite3_stmt* const statement = query(database, sql, types, &values);
  va_end(values);
  return statement;
}

bool
database_next(Database* database, sqlite3_stmt* statement)
{
  const int code = statement ? sqlite3_step(statement) : SQLITE_DONE;
  if (code == SQLITE_ROW) {
    return true;
  }
  note(database, code);
  sqlite3_reset(statement);
  return false;
}

void
database_done(sqlite3_stmt* statement)
{
  sqlite3_reset(statement);
}

bool
database_run(Database* database, const char* sql, const char* types, ...)
{
  va_list values;
  va_start(values, types);
  sqlite3_stmt* const statement = query(database, sql, types, &values);
  va_end(values);
  while (database_next(database, statement)) {
  }
  return database->state == DATABASE_OK;
}

int64_t
database_integer(Database* database, const char* sql, int64_t otherwise)
{
  sqlite3_stmt* const statement = database_query(database, sql, "");
  if (!database_next(database, statement)) {
    return otherwise;
  }
  const int64_t value = sqlite3_column_int64(statement, 0);
  database_done(statement);
  return value;
}

double
database_column_real(sqlite3_stmt* statement, int column)
{
  return sqlite3_column_type(statement, column) == SQLITE_NULL
             ? (double)NAN
             : sqlite3_column_double(statement, column);
}

const char*
database_column_text(sqlite3_stmt* statement, int column)
{
  const unsigned char* const text = sqlite3_column_text(statement, column);
  return text ? (const char*)text : "";
}
