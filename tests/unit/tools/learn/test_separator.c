// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// What separates the fields of a table, from its first line; what is taken for
// the name of a file or of a column of files

#undef NDEBUG
#define _POSIX_C_SOURCE 200809L // base/clock.h

#include "tests/support/run.h"
#include "tools/learn/column_name.h"
#include "tools/learn/separator.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

static void
check(const char* text, char wanted, bool is_uncertain)
{
  const Separator found = separator_find(text);
  if (found.character != wanted || found.is_uncertain != is_uncertain) {
    fprintf(stderr, "%s: found '%c', %d\n", text, found.character,
            found.is_uncertain);
  }
  assert(found.character == wanted && found.is_uncertain == is_uncertain);
}

static void
test_one_kind(void)
{
  check("a,b", ',', false);
  check("a;b\nc,d", ';', false);
  check("a\tb\nc;d", '\t', false);
  check("a|b", '|', false);
  check("", ',', false);
  check("a\n\nb\r\n", ',', false);
  check("a.wav\r\nb.wav;x", ';', false);
}

/// The name of a column of files, or else of a file, decides
static void
test_names(void)
{
  check("file;tags, as we heard them", ';', false);
  check("file,tags;with;semicolons", ',', false);
  check("\"File name\";\"tags, many\"", ';', false);
  check(" filename ,a\tb", ',', false);
  check("My song, live.wav;rock", ';', false);
  check("a.wav,rock;loud", ',', false);
  check("a.wav;rock,loud", ';', false);
  check("a.wav,rock|loud", ',', false);
  check("a.wav;rock|loud", ';', false);
  check("a, b.flac\trock; loud", '\t', false);
  check("\"a, b.wav\";rock,loud", ';', false);
  check("3,5 s.wav;x", ';', false); // A decimal comma
}

/// Where nothing does, the first, but a tab before all
static void
test_doubts(void)
{
  check("a,b;c", ',', true);
  check("a;b,c", ';', true);
  check("a.wav,b.wav;c", ',', true);
  check("a.wav;b,c.wav;d", ';', false); // Only one ends a file's name
  check("a,b\tc", '\t', true);
  check("a,b|c", ',', false); // Tags may have '|' between them
  check("a;b,c|d", ';', true);
  check("a,b\t \t\nc\td", ',', false); // Tabs that nothing follows
}

static void
test_column_names(void)
{
  static const char* const files[] = {"file",      "FILE",      "File name",
                                      "file_name", "File-Path", "path",
                                      "filename",  "Audio file"};
  for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); ++i) {
    assert(column_name_is_file(files[i]));
  }
  static const char* const others[] = {"",     "fil",   "files of mine",
                                       "tags", "a.wav", "file.wav"};
  for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); ++i) {
    assert(!column_name_is_file(others[i]));
  }
  assert(column_name_is_group("Group") && !column_name_is_group("groups"));

  assert(column_name_is_of_file("a.wav") && column_name_is_of_file("x/y.3gp"));
  assert(column_name_is_of_file("01. a b.flac"));
  assert(!column_name_is_of_file("a") && !column_name_is_of_file(".wav"));
  assert(!column_name_is_of_file("Mr. Brown") &&
         !column_name_is_of_file("1.5"));
  assert(!column_name_is_of_file("a.") && !column_name_is_of_file("a.sixsix"));
}

int
main(void)
{
  RUN(test_one_kind());
  RUN(test_names());
  RUN(test_doubts());
  RUN(test_column_names());
  return 0;
}
