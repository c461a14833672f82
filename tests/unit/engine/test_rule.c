// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// From tags to MIDI: values, curves, smoothing, switches and notes

#undef NDEBUG
#define _POSIX_C_SOURCE 200809L // base/clock.h

#include "engine/rule.h"
#include "tests/support/random.h"
#include "tests/support/run.h"

#include <assert.h>
#include <math.h>
#include <string.h>

static const Rule plain = {RULE_CC, 2,    20,   0,    127,
                           0.0f,    1.0f, 1.0f, 0.0f, false};

/// The tag has a value; true if there is a message
static bool
update(RuleState* mapping, const Rule* rule, float value, uint8_t* message)
{
  rule_update(mapping, rule, value);
  return rule_message(mapping, rule, message);
}

/// The value said, or -1
static int
step(RuleState* mapping, const Rule* rule, float value)
{
  uint8_t message[3] = {0};
  if (!update(mapping, rule, value, message)) {
    return -1;
  }
  assert(message[0] == 0xB2 && message[1] == 20 && message[2] < 128);
  return message[2];
}

/// The value for a tag that has always been so
static int
at(const Rule* rule, float value)
{
  RuleState mapping;
  memset(&mapping, 0, sizeof(mapping));
  return step(&mapping, rule, value);
}

static void
test_values(void)
{
  assert(at(&plain, 0.0f) == 0 && at(&plain, 1.0f) == 127);
  assert(at(&plain, 0.5f) == 64 && at(&plain, 0.25f) == 32);
  assert(at(&plain, -3.0f) == 0 && at(&plain, 7.0f) == 127);
  assert(at(&plain, NAN) == 0);

  Rule rule = plain;
  rule.from = 0.2f;
  rule.to = 0.6f;
  assert(at(&rule, 0.2f) == 0 && at(&rule, 0.6f) == 127);
  assert(at(&rule, 0.45f) == 79 && at(&rule, 0.1f) == 0);
  rule.low = 100; // Upside down
  rule.high = 20;
  assert(at(&rule, 0.0f) == 100 && at(&rule, 0.9f) == 20);
  assert(at(&rule, 0.4f) == 60);
  rule = plain;
  rule.curve = 2.0f;
  assert(at(&rule, 0.5f) == 32 && at(&rule, 1.0f) == 127);
  rule.to = rule.from; // Makes no sense, but does no harm
  assert(at(&rule, 0.5f) == 127);
}

static void
test_never_twice(void)
{
  Random random = {1};
  RuleState mapping;
  memset(&mapping, 0, sizeof(mapping));
  Rule rule = plain;
  rule.smoothing = 0.3f;
  int last = -1;
  unsigned n_said = 0;
  for (unsigned i = 0; i < 5000; ++i) {
    const int said = step(&mapping, &rule, random_uniform(&random, 0, 1));
    if (said >= 0) {
      assert(said != last);
      last = said;
      ++n_said;
    }
  }
  assert(n_said > 100 && n_said < 5000);
}

/// After the time constant, 63 % of a step are done
static void
test_smoothing(void)
{
  RuleState mapping;
  memset(&mapping, 0, sizeof(mapping));
  Rule rule = plain;
  rule.smoothing = 2.0f;
  assert(step(&mapping, &rule, 0.0f) == 0); // The first is taken as it is
  for (unsigned i = 0; i < 2 * RULE_RATE; ++i) {
    step(&mapping, &rule, 1.0f);
  }
  assert(fabsf(mapping.value - 0.632f) < 0.001f);
}

static void
test_switch(void)
{
  RuleState mapping;
  memset(&mapping, 0, sizeof(mapping));
  Rule rule = plain;
  rule.kind = RULE_SWITCH;
  rule.from = 0.4f;
  rule.to = 0.5f;
  assert(step(&mapping, &rule, 0.1f) == 0);
  assert(step(&mapping, &rule, 0.49f) == -1);
  assert(step(&mapping, &rule, 0.5f) == 127);
  assert(step(&mapping, &rule, 0.41f) == -1); // Within the hysteresis
  assert(step(&mapping, &rule, 0.39f) == 0);
  assert(step(&mapping, &rule, 0.45f) == -1);
}

static void
test_note(void)
{
  RuleState mapping;
  memset(&mapping, 0, sizeof(mapping));
  Rule rule = plain;
  rule.kind = RULE_NOTE;
  rule.from = 0.4f;
  rule.to = 0.5f;
  rule.number = 60;
  rule.high = 90;
  uint8_t message[3];
  assert(!update(&mapping, &rule, 0.2f, message)); // No end without begin
  assert(update(&mapping, &rule, 0.7f, message));
  assert(message[0] == 0x92 && message[1] == 60 && message[2] == 90);
  assert(!update(&mapping, &rule, 0.9f, message));
  assert(update(&mapping, &rule, 0.1f, message));
  assert(message[0] == 0x82 && message[1] == 60);
  assert(update(&mapping, &rule, 0.8f, message));
  assert(rule_end(&mapping, &rule, message) && message[0] == 0x82);
  assert(!rule_end(&mapping, &rule, message));
  rule.high = 0; // A note-on of velocity 0 would be a note-off
  assert(update(&mapping, &rule, 0.8f, message) && message[2] == 1);
}

/// A number is said as it is, and at once
static void
test_number(void)
{
  RuleState mapping;
  memset(&mapping, 0, sizeof(mapping));
  Rule rule = plain;
  rule.is_number = true;
  rule.smoothing = 5.0f;
  for (int i = 127; i >= 0; --i) {
    assert(step(&mapping, &rule, (float)i / 127.0f) == i);
  }
  rule.kind = RULE_SWITCH;
  rule.to = 0.9f;
  assert(at(&rule, 0.0f) == 0 && at(&rule, 1.0f / 127.0f) == 127);
}

/// Each number has a note; one ends before the next begins
static void
test_number_notes(void)
{
  RuleState mapping;
  memset(&mapping, 0, sizeof(mapping));
  Rule rule = plain;
  rule.kind = RULE_NOTE;
  rule.number = 60;
  rule.is_number = true;
  uint8_t message[3];
  assert(!update(&mapping, &rule, 0.0f, message));
  assert(update(&mapping, &rule, 1.0f / 127.0f, message));
  assert(message[0] == 0x92 && message[1] == 60 && message[2] == 127);
  assert(!update(&mapping, &rule, 1.0f / 127.0f, message));
  assert(update(&mapping, &rule, 5.0f / 127.0f, message));
  assert(message[0] == 0x82 && message[1] == 60);
  assert(update(&mapping, &rule, 5.0f / 127.0f, message));
  assert(message[0] == 0x92 && message[1] == 64);
  assert(update(&mapping, &rule, 0.0f, message));
  assert(message[0] == 0x82 && message[1] == 64);
  assert(!update(&mapping, &rule, 0.0f, message));
  assert(update(&mapping, &rule, 1.0f, message)); // There are no more notes
  assert(message[0] == 0x92 && message[1] == 127);
  rule.number = 0;
  assert(rule_end(&mapping, &rule, message));
  assert(message[0] == 0x82 && message[1] == 127);
}

int
main(void)
{
  RUN(test_values());
  RUN(test_never_twice());
  RUN(test_smoothing());
  RUN(test_switch());
  RUN(test_note());
  RUN(test_number());
  RUN(test_number_notes());
  return 0;
}
