// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_RECORD_H
#define EARMARK_RECORD_H

#include "base/error.h"
#include "tools/archive/item.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

/**
   A file of JSON lines, one for each thing that was heard, which run after run
   adds to: it knows what is done.

   A line says by "file" (or "uri", where that is no UTF-8), "track", "size" and
   "modified" what it is of, and by what "settings" say how it was made.
*/
typedef struct Record Record;

/**
   Open it, or begin it.  A last line that a killed run has not ended is taken
   off; nobody else may write to it meanwhile.

   Each line has to have all that the object `settings` has.  NULL with a
   message if the file is something else, was made with other settings, or
   cannot be read and written.
*/
Record* record_open(const char* path, const json_t* settings, Error* error);

/// False with a message if something of it could not be written
bool record_close(Record* record, Error* error);

/// Is there a line for it, as it is now?
bool record_has(const Record* record, const Item* item);

/// Where lines are added
FILE* record_stream(const Record* record);

/// What a line says of the item itself
void record_describe(const Item* item, json_t* object);

#endif
