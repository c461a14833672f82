// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_MUTE_ROWS_H
#define EARMARK_MUTE_ROWS_H

#include "tools/watch/history/database.h"
#include "tools/watch/rules/mute.h"

#include <stdbool.h>

// Mutes in a file, one for a station and a rule.  False if it fails.

bool mute_rows_write(Database* database, const Mute* mute);

bool mute_rows_remove(Database* database, const Mute* mute);

/// Hand on all of them, in the order of their ends
bool mute_rows_read(Database* database,
                    void (*take)(void* data, const Mute* mute),
                    void* data);

#endif
