// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/learn/column_name.h"

#include <ctype.h>
#include <stddef.h>
#include <string.h>

#define MAX_EXTENSION 5u

static const char* const file_names[] = {
    "file",      "files",     "filename",      "filenames", "filepath",
    "path",      "audio",     "audiofile",     "audiopath", "audiofilename",
    "soundfile", "soundpath", "soundfilename",
};

/// Is `text` that word, case, spaces, '-' and '_' aside?
static bool
is_word(const char* text, const char* word)
{
  for (; *text; ++text) {
    const char c = (char)tolower((unsigned char)*text);
    if (*word && c == *word) {
      ++word;
    } else if (!strchr(" -_", c)) {
      return false;
    }
  }
  return !*word;
}

bool
column_name_is_file(const char* text)
{
  for (size_t i = 0; i < sizeof(file_names) / sizeof(file_names[0]); ++i) {
    if (is_word(text, file_names[i])) {
      return true;
    }
  }
  return false;
}

bool
column_name_is_group(const char* text)
{
  return is_word(text, "group");
}

bool
column_name_is_of_file(const char* text)
{
  const char* const dot = strrchr(text, '.');
  size_t n = 0;
  bool any_letter = false; // Or it is a number's fraction
  while (dot && isalnum((unsigned char)dot[n + 1])) {
    any_letter |= isalpha((unsigned char)dot[++n]) != 0;
  }
  return any_letter && dot != text && n <= MAX_EXTENSION && !dot[n + 1];
}
