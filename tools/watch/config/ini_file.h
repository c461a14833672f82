// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_INI_FILE_H
#define EARMARK_INI_FILE_H

#include "base/arena.h"
#include "base/error.h"
#include "tools/watch/config/complaints.h"

#include <stdbool.h>
#include <stdint.h>

#define INI_FILE_MAX_LINE 8192 /* Bytes */

/// "KEY = VALUE"
typedef struct {
  const char* key;
  const char* value;
  uint32_t line;
} IniEntry;

/// "[KIND NAME]" and what follows
typedef struct {
  const char* kind;
  const char* name; ///< "" if it has none
  uint32_t line;
  uint32_t n_entries;
  IniEntry* entries; ///< [n_entries]
} IniSection;

/**
   A file of sections.  Lines may be long, and a value is all that follows its
   "=", but for spaces around it; a comment is a line of its own that begins
   with ; or #.  All in an arena.
*/
typedef struct {
  uint32_t n_sections;
  IniSection* sections; ///< [n_sections]
} IniFile;

/// Read it; what is no line of such a file, or repeats what may be there only
/// once, is complained about.  False if it cannot be read at all, with a
/// complaint, too.
bool ini_file_read(IniFile* file, Arena* arena, Complaints* complaints);

/// The value of a key, or NULL
const IniEntry* ini_section_find(const IniSection* section, const char* key);

#endif
