// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// A command's options: each kind, long and short, in any order among the
// arguments; what is refused

#undef NDEBUG
#define _POSIX_C_SOURCE 200809L

#include "tests/support/run.h"
#include "tools/options/command_line.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define MAX_ARGS 140

/// Where a command line's values go
typedef struct {
  bool flag;
  const char* text;
  TextList list;
  double real;
  uint32_t whole;
  NetworkOptions network;
  Arguments arguments;
  ExitStatus status;
} Values;

/// Parse words, the last of which is NULL
static bool
parse_words(Values* v, char** words)
{
  const Option options[] = {
      {.name = "flag", .letter = 'f', .flag = &v->flag},
      {.name = "text", .letter = 't', .text = &v->text},
      {.name = "list", .letter = 'l', .list = &v->list},
      {.name = "real", .letter = 'r', .real = &v->real, .high = 1.0},
      {.name = "whole", .letter = 'w', .whole = &v->whole, .high = 4e9},
  };
  const Command command = {.name = "try",
                           .required = "",
                           .arguments = "FILE...",
                           .summary = "",
                           .help = "",
                           .notes = "",
                           .options = options,
                           .n_options = 5,
                           .common = COMMON_MEMORY | COMMON_VIEW |
                                     COMMON_NETWORK | COMMON_VERBOSE,
                           .network = &v->network,
                           .min_arguments = 1,
                           .max_arguments = 3};
  int n = 0;
  while (words[n]) {
    ++n;
  }
  *v = (Values){.real = -1.0};
  return command_line_parse(&command, n, words, &v->arguments, &v->status);
}

/// Parse a line of words with spaces between
static bool
parse(Values* v, const char* line)
{
  static char copy[256]; // Values point into it
  char* words[MAX_ARGS] = {NULL};
  char* rest = NULL;
  int n = 0;
  snprintf(copy, sizeof(copy), "try %s", line);
  for (char* word = strtok_r(copy, " ", &rest); word;
       word = strtok_r(NULL, " ", &rest)) {
    words[n++] = word;
  }
  return parse_words(v, words);
}

static bool
is_same(const char* a, const char* b)
{
  return a && !strcmp(a, b);
}

static void
test_kinds(void)
{
  Values v;
  assert(parse(&v, "-f -t a -l b --list=c -r 0.5 --whole 4000000000 file"));
  assert(v.status == STATUS_OK && v.flag && is_same(v.text, "a"));
  assert(v.list.n == 2 && is_same(v.list.texts[0], "b") &&
         is_same(v.list.texts[1], "c"));
  assert(fabs(v.real - 0.5) < 1e-12 && v.whole == 4000000000u);
  assert(!v.network.network_path && !v.network.view_name);
  assert(!(v.network.memory > 0.0f)); // 0 is the network's own

  assert(parse(&v, "-N net --view=msd -m 2.5 -V x"));
  assert(is_same(v.network.network_path, "net"));
  assert(is_same(v.network.view_name, "msd"));
  assert(fabsf(v.network.memory - 2.5f) < 1e-6f && !v.flag);
}

static void
test_arguments(void)
{
  char* words[MAX_ARGS] = {NULL};
  Values v;
  words[0] = (char[]){"try"};
  words[1] = (char[]){"one"};
  words[2] = (char[]){"-f"};
  words[3] = (char[]){"-"}; // Standard input is an argument
  words[4] = (char[]){"--"};
  words[5] = (char[]){"--text"}; // So is all behind "--"
  const bool good = parse_words(&v, words);
  assert(good);
  assert(v.arguments.n == 3 && v.flag && !v.text);
  assert(is_same(v.arguments.texts[0], "one"));
  assert(is_same(v.arguments.texts[1], "-"));
  assert(is_same(v.arguments.texts[2], "--text"));
}

static void
test_refusals(void)
{
  static const char* const lines[] = {
      "",         "a b c d",      "--no a",  "-x a",     "-r 2 a",
      "-r nan a", "-w 1.5 a",     "-w -1 a", "-m 0.4 a", "-m 31 a",
      "a -t",     "--flag=yes a", "a -N",    "-fr a",    "--memory a"};
  Values v;
  for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); ++i) {
    assert(!parse(&v, lines[i]) && v.status == STATUS_USAGE);
  }
  assert(!parse(&v, "--help") && v.status == STATUS_OK);
  assert(!parse(&v, "-h --nonsense") && v.status == STATUS_OK);
  assert(command_line_refuse("try", "it is %d", 1) == STATUS_USAGE);

  char word[] = "-lx";
  char file[] = "file";
  char* words[TEXT_LIST_MAX + 4] = {file};
  for (uint32_t i = 0; i < TEXT_LIST_MAX; ++i) {
    words[1 + i] = word;
  }
  words[1 + TEXT_LIST_MAX] = file;
  bool good = parse_words(&v, words);
  assert(good && v.list.n == TEXT_LIST_MAX);
  words[0] = file; // getopt has put the arguments last, and argv[0] is its own
  words[1 + TEXT_LIST_MAX] = word;
  words[2 + TEXT_LIST_MAX] = file;
  good = parse_words(&v, words);
  assert(!good && v.status == STATUS_USAGE);
}

int
main(void)
{
  assert(freopen("/dev/null", "w", stdout)); // What --help prints
  RUN(test_kinds());
  RUN(test_arguments());
  RUN(test_refusals());
  return 0;
}
