// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// Sections and values of any length, and every fault by its line

#undef NDEBUG
#define _POSIX_C_SOURCE 200809L

#include "tools/watch/config/ini_file.h"

#include "tests/support/run.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static IniFile file;
static Arena* arena;
static Complaints complaints;

static void
read_text(const char* text, size_t length)
{
  char path[] = "/tmp/test_ini_XXXXXX";
  const int descriptor = mkstemp(path);
  assert(descriptor >= 0);
  assert(write(descriptor, text, length) == (ssize_t)length);
  close(descriptor);
  arena_free(arena);
  arena = arena_new();
  complaints_clear(&complaints);
  complaints.path = path;
  const bool ok = ini_file_read(&file, arena, &complaints);
  unlink(path);
  assert(ok);
}

static void
test_good(void)
{
  static const char text[] =
      "\xEF\xBB\xBF; comment\r\n[station  one ]\r\n"
      " url = http://host/?a=b;c # d\n\n\tname=Radio ; Nova\n"
      "[x]\nempty =\n# [no]\n[station two]\na=1";
  read_text(text, sizeof(text) - 1);
  assert(!complaints.n && file.n_sections == 3);
  assert(!strcmp(file.sections[0].kind, "station"));
  assert(!strcmp(file.sections[0].name, "one"));
  assert(file.sections[0].line == 2);
  const IniEntry* const url = ini_section_find(&file.sections[0], "url");
  assert(url && !strcmp(url->value, "http://host/?a=b;c # d") &&
         url->line == 3);
  const IniEntry* const name = ini_section_find(&file.sections[0], "name");
  assert(name && !strcmp(name->value, "Radio ; Nova"));
  assert(!strcmp(file.sections[1].name, ""));
  assert(!strcmp(ini_section_find(&file.sections[1], "empty")->value, ""));
  assert(!ini_section_find(&file.sections[2], "url"));
}

static void
test_long(void)
{
  char* const text = (char*)malloc(20000);
  assert(text);
  const int n = sprintf(text, "[a]\nb = ");
  memset(text + n, 'x', 8000);
  sprintf(text + n + 8000, "\n");
  read_text(text, strlen(text));
  assert(!complaints.n);
  assert(strlen(file.sections[0].entries[0].value) == 8000);
  memset(text + n, 'x', 9000);
  sprintf(text + n + 9000, "\n");
  read_text(text, strlen(text));
  assert(complaints.n == 1);
  free(text);
}

static void
test_many(void)
{
  char* const text = (char*)calloc(1, 400000);
  assert(text);
  size_t n = 0;
  for (int i = 0; i < 1000; ++i) {
    n += (size_t)sprintf(text + n, "[station s%d]\n", i);
    for (int k = 0; k < 20; ++k) {
      n += (size_t)sprintf(text + n, "k%d = %d\n", k, i * k);
    }
  }
  read_text(text, n);
  assert(!complaints.n && file.n_sections == 1000);
  for (int i = 0; i < 1000; ++i) {
    assert(file.sections[i].n_entries == 20);
    assert(strtol(file.sections[i].entries[19].value, NULL, 10) == 19L * i);
  }
  free(text);
}

static void
test_faults(void)
{
  static const char text[] = "a = b\n[one\n[two]x\nword\n[s a]\nk = 1\nk = 2\n"
                             "[s a]\n[ok]\nz\0z = 1\n";
  static const int lines[] = {1, 2, 3, 4, 7, 8, 10};
  read_text(text, sizeof(text) - 1);
  assert(complaints.n == sizeof(lines) / sizeof(lines[0]));
  for (size_t i = 0; i < complaints.n; ++i) {
    char wanted[16];
    sprintf(wanted, ":%d: ", lines[i]);
    assert(strstr(complaints.texts[i], wanted));
  }
  complaints_clear(&complaints);
  complaints.path = "/nonexistent/file";
  assert(!ini_file_read(&file, arena, &complaints) && complaints.n == 1);
}

int
main(void)
{
  RUN(test_good());
  RUN(test_long());
  RUN(test_many());
  RUN(test_faults());
  complaints_clear(&complaints);
  arena_free(arena);
  return 0;
}
