// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_DATABASE_H
#define EARMARK_DATABASE_H

#include "base/error.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

/// How it is with a database
typedef enum {
  DATABASE_OK,
  DATABASE_LOCKED,  ///< Another program writes to it for too long
  DATABASE_FULL,    ///< The disk has no more room
  DATABASE_DAMAGED, ///< What is in the file makes no sense
  DATABASE_FOREIGN, ///< It is no database at all
  DATABASE_FAILED   ///< Anything else: no such folder, not allowed
} DatabaseState;

/**
   A file of SQLite: one that writes, or many that only read beside it.  For one
   thread at a time.

   Values are given by a letter each: i for int64_t, d for double (NaN is NULL),
   s for const char* (NULL is NULL), b for const void* and an int of bytes.
*/
typedef struct Database Database;

/// Open it, for writing also if it does not exist.  NULL with a message and
/// `*state`.
Database* database_open(const char* path,
                        bool is_reader,
                        DatabaseState* state,
                        Error* error);

/// `database` may be NULL
void database_close(Database* database);

/// How it is since the last database_begin(): the first thing that went wrong
DatabaseState database_state(const Database* database);

/// In a word: "full"
const char* database_state_name(DatabaseState state);

/// What SQLite says of that
const char* database_message(const Database* database);

/// Another file is where this one was, or none
bool database_has_moved(Database* database);

/// Begin and end what is done wholly or not at all.  False if it is not.
bool database_begin(Database* database);
bool database_commit(Database* database);
void database_rollback(Database* database);

/// A statement with its values, to be stepped by database_next(); `sql` is a
/// literal: it is known by its address.  NULL if it fails.
sqlite3_stmt*
database_query(Database* database, const char* sql, const char* types, ...);

/// The next row; false at the end, or if it fails.  After that, and after
/// database_done(), the statement is not to be used.
bool database_next(Database* database, sqlite3_stmt* statement);
void database_done(sqlite3_stmt* statement);

/// A statement without rows; false if it fails
bool database_run(Database* database, const char* sql, const char* types, ...);

/// Any number of statements, without values
bool database_script(Database* database, const char* sql);

/// The first column of the first row; `otherwise` if there is none
int64_t
database_integer(Database* database, const char* sql, int64_t otherwise);

/// A column, where NULL is NaN, or ""
double database_column_real(sqlite3_stmt* statement, int column);
const char* database_column_text(sqlite3_stmt* statement, int column);

#endif
