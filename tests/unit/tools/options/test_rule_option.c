// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// --map: tags by name or symbol, every field, what is filled in, what is
// refused

#undef NDEBUG
#define _POSIX_C_SOURCE 200809L // base/clock.h

#include "tests/support/run.h"
#include "tools/options/rule_option.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static const Tag tags[] = {
    {.name = "female voice", .symbol = "female_voice", .threshold = 0.4f},
    {.name = "music", .symbol = "music", .threshold = 0.02f}};
static const View view = {.name = "default", .n_tags = 2, .tags = tags};

static AutomationRule
rule_of(const char* text)
{
  AutomationRule rule;
  Error error = {""};
  assert(rule_option_parse(text, &view, &rule, &error) && !error.text[0]);
  return rule;
}

static bool
is_near(float a, double b)
{
  return fabs((double)a - b) < 1e-6;
}

static void
test_defaults(void)
{
  const AutomationRule plain = rule_of("music");
  assert(plain.source == 2 && plain.rule.kind == RULE_CC);
  assert(plain.rule.number == 20 && plain.rule.channel == 0);
  assert(plain.rule.low == 0 && plain.rule.high == 127);
  assert(is_near(plain.rule.from, 0.0) && is_near(plain.rule.to, 1.0));
  assert(is_near(plain.rule.curve, 1.0) && is_near(plain.rule.smoothing, 0.5));

  // Switches and notes take the tag's own threshold
  const AutomationRule note = rule_of("female voice,note=60");
  assert(note.source == 1 && note.rule.kind == RULE_NOTE);
  assert(note.rule.number == 60);
  assert(is_near(note.rule.to, 0.4) && is_near(note.rule.from, 0.35));
  const AutomationRule low = rule_of("music,switch=1"); // It may not be below 0
  assert(low.rule.kind == RULE_SWITCH && is_near(low.rule.from, 0.0));
}

static void
test_fields(void)
{
  const Rule rule = rule_of("female_voice,cc=7,channel=16,low=100,high=1,"
                            "from=0.25,to=0.75,curve=2.5,smoothing=0")
                        .rule;
  assert(rule.number == 7 && rule.channel == 15);
  assert(rule.low == 100 && rule.high == 1);
  assert(is_near(rule.from, 0.25) && is_near(rule.to, 0.75));
  assert(is_near(rule.curve, 2.5) && is_near(rule.smoothing, 0.0));
}

static void
refuse(const char* text, const char* wanted)
{
  AutomationRule rule;
  Error error = {""};
  assert(!rule_option_parse(text, &view, &rule, &error));
  if (strcmp(error.text, wanted)) {
    fprintf(stderr, "%s: %s\n", text, error.text);
  }
  assert(!strcmp(error.text, wanted));
}

/// The help has the numbers of engine/rule.h, which hold
static void
test_help(void)
{
  char lines[5][64];
  snprintf(lines[0], sizeof(lines[0]), "follows the tag (%d)\n", RULE_NUMBER);
  snprintf(lines[1], sizeof(lines[1]), "1 to %d (%d)\n", RULE_MAX_CHANNEL,
           RULE_CHANNEL);
  snprintf(lines[2], sizeof(lines[2]), "0 to %d (0, %d)\n", RULE_MAX_VALUE,
           RULE_MAX_VALUE);
  snprintf(lines[3], sizeof(lines[3]), "0.5 early (%d)\n", RULE_CURVE);
  snprintf(lines[4], sizeof(lines[4]), "0 to %d (%g)\n", RULE_MAX_SMOOTHING,
           RULE_SMOOTHING);
  for (size_t i = 0; i < 5; ++i) {
    assert(strstr(RULE_HELP, lines[i]));
  }
}

/// What the plugin's ports take, the program takes, both ends included
static void
test_limits(void)
{
  const Rule low = rule_of("music,channel=1,curve=0.1,smoothing=0").rule;
  const Rule high = rule_of("music,channel=16,curve=10,smoothing=10").rule;
  assert(low.channel == 0 && is_near(low.curve, RULE_MIN_CURVE));
  assert(high.channel == 15 && is_near(high.smoothing, RULE_MAX_SMOOTHING));
}

int
main(void)
{
  char text[300];
  RUN(test_defaults());
  RUN(test_fields());
  RUN(test_help());
  RUN(test_limits());
  refuse("", "the view has no tag ''");
  refuse("voice,cc=1", "the view has no tag 'voice'");
  refuse("music,", "--map knows no ''");
  refuse("music,=1", "--map knows no ''");
  refuse("music,colour=1", "--map knows no 'colour'");
  refuse("music,cc", "cc needs a whole number from 0 to 127");
  refuse("music,cc=20.9", "cc needs a whole number from 0 to 127");
  refuse("music,cc=1=2", "cc needs a whole number from 0 to 127");
  refuse("music,channel=0", "channel needs a whole number from 1 to 16");
  refuse("music,curve=0", "curve needs a number from 0.1 to 10");
  refuse("music,smoothing=10.5", "smoothing needs a number from 0 to 10");
  refuse("music,from=0.5,to=0.5", "to must be above from");
  refuse("music,note=1,from=0.5", "to must be above from");
  memset(text, 'x', sizeof(text) - 1);
  text[sizeof(text) - 1] = '\0';
  refuse(text, "a --map is longer than 255 bytes");
  return 0;
}
