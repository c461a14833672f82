// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// Command lines become arguments, and rules have actions of their own

#undef NDEBUG

#include "tools/watch/notice/action.h"

#include "tests/support/run.h"

#include <assert.h>
#include <string.h>

static void
check(const char* text, const char* const* wanted)
{
  Error error = {""};
  Arena* const arena = arena_new();
  assert(arena);
  const char* const* const found = action_split(text, arena, &error);
  assert((found != NULL) == (wanted != NULL));
  assert(wanted || error.text[0]);
  size_t i = 0;
  for (; wanted && wanted[i]; ++i) {
    assert(found[i] && !strcmp(found[i], wanted[i]));
  }
  assert(!wanted || !found[i]);
  arena_free(arena);
}

static void
test_split(void)
{
  check("mail -s x me@radio.example",
        (const char*[]){"mail", "-s", "x", "me@radio.example", NULL});
  check("  a\t\"b c\"  'd \"e' f\\ g \"\"",
        (const char*[]){"a", "b c", "d \"e", "f g", "", NULL});
  check("a \"b \\\" c\" '\\' $HOME `x` ; | > &",
        (const char*[]){"a", "b \" c", "\\", "$HOME", "`x`", ";", "|", ">", "&",
                        NULL});
  check("a\\", (const char*[]){"a\\", NULL});
  check("", (const char*[]){NULL});
  check("a \"b", NULL);
  check("a 'b\"", NULL);
  check("'' b", NULL);
}

static void
test_rules(void)
{
  const char* const program[] = {"x", NULL};
  const char* const nothing[] = {NULL};
  Action actions[] = {
      {.kind = ACTION_COMMAND, .arguments = program},
      {.kind = ACTION_POST, .url = "http://x"},
      {.kind = ACTION_COMMAND, .rule = "mono", .arguments = program},
      {.kind = ACTION_COMMAND, .rule = "phase", .arguments = nothing},
  };
  const NoticePlan plan = {.n_actions = 4, .actions = actions};
  static const struct {
    const char* rule;
    bool is_for[4];
  } cases[] = {
      {"silence", {true, true, false, false}},
      {"mono", {false, true, true, false}},
      {"phase", {false, true, false, false}},
  };
  for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); ++i) {
    for (uint32_t k = 0; k < 4; ++k) {
      assert(action_is_for(&plan, k, cases[i].rule) == cases[i].is_for[k]);
    }
  }
}

int
main(void)
{
  RUN(test_split());
  RUN(test_rules());
  return 0;
}
