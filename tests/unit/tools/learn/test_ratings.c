// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// Columns of numbers in a table

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

/// Columns of numbers become scales with steps; others are tags, as ever
static void
test_ratings(void)
{
  LabelTable* table = table_of("file,tags,energy,year,side\n"
                               "a,x,0.5,1,1\nb,y,2,2,0\nc,x,-1,1,1\n"
                               "d,,7,1,0\ne,x,3,1,0\n");
  assert(table->n_scales == 1 && !strcmp(table->scales[0], "energy"));
  static const float ratings[] = {0.5f, 2.0f, -1.0f, 7.0f, 3.0f};
  for (uint32_t i = 0; i < 5; ++i) {
    assert(table->ratings[i * NETWORK_MAX_SCALES] == ratings[i]);
  }
  // x, 1, y, 2, 0; and steps at 0.5, 2 and 3
  assert(table->n_tags == 5 + 3);
  static const char* const steps[] = {"energy > 0.5", "energy > 2",
                                      "energy > 3"};
  for (uint32_t k = 0; k < 3; ++k) {
    const uint32_t tag = 5 + k;
    assert(table->steps[k] == 0 && table->steps[tag] == 1);
    assert(!strcmp(table->tags[tag], steps[k]));
    assert(label_table_count(table, tag) == 3 - k);
    assert(table->marks[3 * table->n_tags + tag]);
  }
  static const bool files[] = {false, true, true, true, true};
  static const bool tags[] = {false, true, true, true, true, true, false, true};
  label_table_keep(table, files, tags);
  assert(table->ratings[0] == 2.0f && table->n_tags == 6);
  assert(table->steps[3] == 0 && table->steps[4] == 1 && table->steps[5] == 1);
  assert(!strcmp(table->tags[5], "energy > 3"));
  label_table_free(table);

  // Steps that are alike are one, and none is above all
  table = table_of("file,r\na,1\nb,1\nc,1\nd,2\ne,3\nf,4\ng,4\nh,4\n");
  assert(table->n_scales == 1 && table->n_tags == 2);
  assert(!strcmp(table->tags[0], "r > 1") && !strcmp(table->tags[1], "r > 2"));
  label_table_free(table);
}

static void
test_bad_ratings(void)
{
  Error error = {""};
  static const char missing[] = "file,r\na,1\nb,2\nc,\nd,3\ne,4\n";
  assert(!read_table(missing, strlen(missing), &error));
  assert(strstr(error.text, "line 4: there is no number in the column \"r\""));
  static const char unnamed[] = "file,\na,1\nb,2\nc,3\nd,4\n";
  assert(!read_table(unnamed, strlen(unnamed), &error));
  assert(strstr(error.text, "cannot become a scale"));
}

int
main(void)
{
  assert(mkdtemp(folder));
  snprintf(path, sizeof(path), "%s/labels.csv", folder);
  RUN(test_ratings());
  RUN(test_bad_ratings());
  assert(!unlink(path) && !rmdir(folder));
  return 0;
}
