// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_SCHEMA_H
#define EARMARK_SCHEMA_H

#include "tools/watch/history/database.h"

/// What is found in a file
typedef enum {
  SCHEMA_OK,      ///< All tables are there, as they are now
  SCHEMA_FOREIGN, ///< Of another program, or of a later version: not to be used
  SCHEMA_BUSY     ///< database_state() says why it could not be looked at
} SchemaState;

/// Make the tables, or bring those of an earlier version up to date.  [main]
SchemaState schema_prepare(Database* database, Error* error);

/// Are they as they are now?  For who only reads.
SchemaState schema_check(Database* database, Error* error);

#endif
