// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_ASSET_H
#define EARMARK_ASSET_H

#include <stddef.h>

/// A file of the page, in the program
typedef struct {
  const char* name;           ///< "page.css"
  const char* type;           ///< MIME
  const char* tag;            ///< For caches: changes when the bytes do; quoted
  const unsigned char* bytes; ///< [size]
  size_t size;
} Asset;

/// All of them; the last has no name.  Made by embed.py.
extern const Asset assets[];

/// By its name, or NULL.  [any]
const Asset* asset_find(const char* name);

#endif
