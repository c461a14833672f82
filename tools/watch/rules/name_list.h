// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_NAME_LIST_H
#define EARMARK_NAME_LIST_H

#include <stdbool.h>
#include <stddef.h>

/// Is a name in a list with commas between?  All are in NULL.  [any]
bool name_list_has(const char* list, const char* name);

/// The next name of a list, and its length in bytes; NULL if there are no more.
/// Begin with the list itself, and go on with the name + length.  [any]
const char* name_list_next(const char* rest, size_t* length);

#endif
