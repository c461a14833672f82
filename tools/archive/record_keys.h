// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_RECORD_KEYS_H
#define EARMARK_RECORD_KEYS_H

#include <jansson.h>
#include <stdbool.h>

/// What lines of a record are of, as 16 bytes each: file or address, track,
/// size and time of modification
typedef struct RecordKeys RecordKeys;

/// NULL if memory is short
RecordKeys* record_keys_new(void);

void record_keys_free(RecordKeys* keys);

/// Add that of a line; false if it says no file, or memory is short
bool record_keys_add(RecordKeys* keys, const json_t* line);

/// After the last was added, before any is looked for
void record_keys_sort(RecordKeys* keys);

/// Was the key of this line added?  One call at a time.
bool record_keys_have(const RecordKeys* keys, const json_t* line);

#endif
