// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_SYMBOL_H
#define EARMARK_SYMBOL_H

#include <stdbool.h>

#define SYMBOL_SIZE 65 /* bytes of the longest symbol, its end included */

/// True for [a-z_][a-z0-9_]* of at most 64 bytes.  [any], as all here.
bool symbol_is_valid(const char* symbol);

/// True for the symbol of a port that plugins have whatever the network, which
/// no tag may take.  Of mappings and CV outputs, all numbers are reserved.
bool symbol_is_reserved(const char* symbol);

/// Is a symbol in use already?
typedef bool (*SymbolTakenFunc)(void* data, const char* symbol);

/**
   Make a tag's LV2 symbol of its name.

   Letters become small ones, all between letters and digits one "_".  A name
   that begins with no letter gets the group, or "tag", before it: symbols do
   not begin with a digit, and GStreamer renames those that begin with "_".  One
   that is reserved or taken gets the first number from 2 on that is not.
   `taken` may be NULL.
*/
void symbol_make(char symbol[SYMBOL_SIZE],
                 const char* name,
                 const char* group,
                 SymbolTakenFunc taken,
                 void* data);

#endif
