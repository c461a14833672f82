// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// The table of files and tags: columns, groups, paths, tags in one field or in
// many; what is refused, with its line

#undef NDEBUG
#define _POSIX_C_SOURCE 200809L

#include "tests/support/run.h"
#include "tools/learn/label_table.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char folder[] = "/tmp/earmark-labels-XXXXXX";
static char path[sizeof(folder) + 16];

static LabelTable*
read_table(const char* text, size_t size, Error* error)
{
  FILE* const file = fopen(path, "wb");
  assert(file);
  const size_t written = fwrite(text, 1, size, file);
  const int closed = fclose(file);
  assert(written == size && !closed);
  return label_table_read(path, error);
}

static LabelTable*
table_of(const char* text)
{
  Error error = {""};
  LabelTable* const table = read_table(text, strlen(text), &error);
  assert(table && !error.text[0]);
  return table;
}

static bool
has(const LabelTable* table, uint32_t file, const char* tag)
{
  for (uint32_t t = 0; t < table->n_tags; ++t) {
    if (!strcmp(table->tags[t], tag)) {
      return table->marks[(size_t)file * table->n_tags + t];
    }
  }
  assert(false); // No such tag
  return false;
}

static void
test_tags(void)
{
  LabelTable* const table =
      table_of("a.wav,rock; loud |fast ,,sad\nb.wav,loud;loud; ;loud\n"
               "c.wav\n");
  assert(table->n_files == 3 && table->n_tags == 4);
  assert(has(table, 0, "rock") && has(table, 0, "loud") &&
         has(table, 0, "fast") && has(table, 0, "sad"));
  assert(!has(table, 1, "rock") && has(table, 1, "loud"));
  assert(!has(table, 2, "loud") && !has(table, 2, "sad"));
  assert(label_table_count(table, 1) == 2); // However often a file names it
  label_table_free(table);
}

/// White space around a tag is no part of it; case is
static void
test_trimming(void)
{
  LabelTable* const table = table_of("file,x\na,rock\nb,\" rock\t\"\nc,\"x;\n"
                                     "rock \"\nd,Rock\n");
  assert(table->n_files == 4 && table->n_tags == 3);
  assert(has(table, 0, "rock") && has(table, 1, "rock") &&
         has(table, 2, "rock") && !has(table, 3, "rock"));
  label_table_free(table);
}

static void
test_paths(void)
{
  char wanted[sizeof(path) + 8];
  LabelTable* const table = table_of("a.wav,x\n/b.wav,x\n../c,x\n");
  snprintf(wanted, sizeof(wanted), "%s/a.wav", folder);
  assert(!strcmp(table->paths[0], wanted));
  assert(!strcmp(table->paths[1], "/b.wav"));
  snprintf(wanted, sizeof(wanted), "%s/../c", folder);
  assert(!strcmp(table->paths[2], wanted));
  label_table_free(table);
}

static void
test_groups(void)
{
  LabelTable* table =
      table_of("File,Group,tags\na,x,1\nb,y,1\nc,x,2\nd,,2\ne,,2\n");
  const uint32_t wanted[] = {0, 1, 0, 3, 4}; // Of nobody's group: on its own
  assert(table->n_files == 5 && table->n_tags == 2);
  assert(!memcmp(table->groups, wanted, sizeof(wanted)));
  label_table_free(table);
  table = table_of("a,group\nb,1\n"); // No header, so no group
  assert(table->n_files == 2 && table->n_tags == 2 && table->groups[1] == 1);
  label_table_free(table);
}

/// The columns' names, as people write them, in any order
static void
test_header(void)
{
  static const char* const tables[] = {
      "file,tags\na.wav,x;y\nb.wav,y\n",
      "\xEF\xBB\xBF\"FileName\";Tags\r\na.wav;x|y\r\nb.wav;y\r\n",
      "File name\ttags\ra.wav\tx;y\rb.wav\ty\r",
      "\"path\" , \"tags\" ,\n a.wav , \"x; y\" ,\nb.wav, y ,\n,,\n",
      "tags;File_Path\nx|y;a.wav\ny;b.wav\n",
      ",filename,tags\n0,a.wav,x;y\n1,b.wav,y\n", // With numbers of rows
      "sep=;\nfile;tags\na.wav;x;y\nb.wav;y;\n",
      "a.wav,x;y\nb.wav,y\n",
      "a.wav;x;y;\n;;\nb.wav;y;;\n",
  };
  for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); ++i) {
    LabelTable* const table = table_of(tables[i]);
    assert(table->n_files == 2 && table->n_tags == 2 && !table->note.text[0]);
    assert(has(table, 0, "x") && has(table, 0, "y"));
    assert(!has(table, 1, "x") && has(table, 1, "y"));
    assert(strstr(table->paths[0], "/a.wav") &&
           strstr(table->paths[1], "/b.wav"));
    label_table_free(table);
  }
}

/// Where it could be read in another way, that is said
static void
test_doubts(void)
{
  static const struct {
    const char* text;
    const char* note;
  } tables[] = {
      {"a,x;y\nb,y\n", "columns with commas between"},
      {"a;x,y\nb;y\n", "columns with semicolons between"},
      {"a,x\ty\nb\ty\n", "columns with tabs between"},
      {"file;tags\na;x, y\nb;x\n", "\"x, y\" is read as one tag"},
      {"a.wav,\"x,y\"\nb.wav,x\n", "\"x,y\" is read as one tag"},
  };
  for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); ++i) {
    LabelTable* const table = table_of(tables[i].text);
    assert(strstr(table->note.text, tables[i].note));
    label_table_free(table);
  }
}

static void
test_keep(void)
{
  LabelTable* const table = table_of("a,1;2\nb,2;3\nc,3;1\n");
  label_table_keep(table, (const bool[]){true, false, true},
                   (const bool[]){false, true, true});
  assert(table->n_files == 2 && table->n_tags == 2);
  assert(!strcmp(table->tags[0], "2") && !strcmp(table->tags[1], "3"));
  assert(strstr(table->paths[1], "/c") && table->groups[1] == 2);
  const uint8_t wanted[] = {1, 0, 0, 1};
  assert(!memcmp(table->marks, wanted, sizeof(wanted)));
  label_table_free(table);
}

static void
refuse(const char* text, size_t size, const char* wanted)
{
  Error error = {""};
  assert(!read_table(text, size, &error));
  if (!strstr(error.text, wanted)) {
    fprintf(stderr, "found %s, not %s\n", error.text, wanted);
  }
  assert(strstr(error.text, wanted));
}

static void
test_refusals(void)
{
  static const char* const bad_tags[] = {"a\x01", "\x7F", "\xC2\x85",    "\xFF",
                                         "\xC3",  "a\nb", "\xED\xA0\x80"};
  char text[4096];
  for (size_t i = 0; i < sizeof(bad_tags) / sizeof(bad_tags[0]); ++i) {
    snprintf(text, sizeof(text), "a,x\nb,x;\"%s\"\n", bad_tags[i]);
    refuse(text, strlen(text), "line 2: a tag must be UTF-8 text of 1 to 128");
  }
  memset(text, 'x', 200);
  memcpy(text, "a,", 2);
  refuse(text, 2 + 129, "line 1: a tag must be");
  refuse(text, 0, "there are no tags");
  refuse("file,tags\na\nb,;\n", 15, "there are no tags");
  refuse("a,x\n,y\n", 7, "line 2 names no file");

  size_t n = (size_t)sprintf(text, "a");
  for (unsigned t = 0; t <= NETWORK_MAX_TAGS; ++t) {
    n += (size_t)sprintf(text + n, ",%u", t);
  }
  refuse(text, n, "line 1: more than 512 tags");
  Error error = {""};
  LabelTable* const most = read_table(text, n - 4, &error);
  assert(most && most->n_tags == NETWORK_MAX_TAGS);
  label_table_free(most);
}

/// What a spreadsheet may save that is not to be guessed at
static void
test_spreadsheet_refusals(void)
{
  static const struct {
    const char* text;
    const char* wanted;
  } tables[] = {
      {"tags,file\nx,a\ny\n", "line 3 names no file"},
      {"name,tags\na.wav,x\n", "line 1 is no file"},
      {"\nTitel;Art\na.wav;x\n", "line 2 is no file"},
      {"file,tags\na,x\nb,J\xE4zz\n", "line 3: a tag must be UTF-8"},
      {"file;tags\na;\x80\n", "save the table as UTF-8"},
      {"b,x\n\xE4,x\n", "line 2: the file's name is not UTF-8"},
  };
  for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); ++i) {
    refuse(tables[i].text, strlen(tables[i].text), tables[i].wanted);
  }
}

/// But a file that is there is found, whatever the bytes of its name
static void
test_latin_path(void)
{
  char name[sizeof(folder) + 8];
  snprintf(name, sizeof(name), "%s/\xE4", folder);
  FILE* const file = fopen(name, "wb");
  if (file) { // Not all file systems allow it
    fclose(file);
    LabelTable* const table = table_of("\xE4,x\n");
    assert(!strcmp(table->paths[0], name));
    label_table_free(table);
    unlink(name);
  }
}

int
main(void)
{
  assert(mkdtemp(folder));
  snprintf(path, sizeof(path), "%s/labels.csv", folder);
  RUN(test_tags());
  RUN(test_trimming());
  RUN(test_paths());
  RUN(test_groups());
  RUN(test_header());
  RUN(test_doubts());
  RUN(test_keep());
  RUN(test_refusals());
  RUN(test_spreadsheet_refusals());
  RUN(test_latin_path());
  assert(!unlink(path) && !rmdir(folder));
  return 0;
}
