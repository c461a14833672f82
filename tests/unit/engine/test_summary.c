// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// What is worth saying of a moment

#undef NDEBUG
#define _POSIX_C_SOURCE 200809L // base/clock.h

#include "engine/summary.h"
#include "tests/support/run.h"

#include <assert.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum { ROCK, POP, JAZZ, GUITAR, DRUMS, PIANO, SPEECH, MUSIC, N_TAGS };
enum { GENRE, INSTRUMENT, CONTENT, N_GROUPS };

#define TAG(text, where, level, is_ranked)                                     \
  {                                                                            \
    .name = (text), .place = (where), .threshold = (level),                    \
    .ranked = (is_ranked)                                                      \
  }

static const Tag tags[N_TAGS] = {
    TAG("rock", GENRE, 0.25f, true),      TAG("pop", GENRE, 0.25f, true),
    TAG("jazz", GENRE, 0.4f, true),       TAG("guitar", INSTRUMENT, 0.3f, true),
    TAG("drums", INSTRUMENT, 0.3f, true), TAG("piano", INSTRUMENT, 0.5f, true),
    TAG("speech", CONTENT, 0.5f, true),   TAG("music", CONTENT, 0.5f, false),
};

static const Group groups[N_GROUPS] = {
    {.name = "genre", .is_choice = true},
    {.name = "instrument"},
    {.name = "content", .is_choice = true},
};

static const View view = {.n_tags = N_TAGS,
                          .tags = tags,
                          .n_groups = N_GROUPS,
                          .groups = groups,
                          .has_thresholds = true,
                          .silence = -1};

/// Said of a group are these tags, in this order
static void
expect(const Summary* summary,
       uint32_t group,
       uint32_t n,
       const uint32_t* wanted)
{
  const uint32_t* said = NULL;
  assert(summary_tags(summary, group, &said) == n);
  assert(!n || !memcmp(said, wanted, n * sizeof(uint32_t)));
  assert(summary_leader(summary, group) == (n ? wanted[0] + 1 : 0));
}

#define EXPECT(summary, group, ...)                                            \
  expect(summary, group,                                                       \
         sizeof((const uint32_t[]){__VA_ARGS__}) / sizeof(uint32_t),           \
         (const uint32_t[]){__VA_ARGS__})

static void
test_thresholds(void)
{
  Summary* const summary = summary_new(&view);
  expect(summary, GENRE, 0, NULL);
  static const float none[N_TAGS] = {0.0f};
  summary_update(summary, none, 0.0f);
  expect(summary, GENRE, 0, NULL);

  // Own thresholds, strongest first; what is not ranked is no news
  static const float song[N_TAGS] = {0.3f, 0.5f,  0.35f, 0.3f,
                                     0.7f, 0.45f, 0.1f,  1.0f};
  summary_update(summary, song, 0.0f);
  EXPECT(summary, GENRE, POP, ROCK);
  EXPECT(summary, INSTRUMENT, DRUMS, GUITAR);
  expect(summary, CONTENT, 0, NULL);
  summary_reset(summary);
  expect(summary, GENRE, 0, NULL);
  expect(summary, INSTRUMENT, 0, NULL);
  summary_free(summary);
}

/// Below its threshold only a choice's leader is said, if it is well ahead
static void
test_clear_leader(void)
{
  Summary* const summary = summary_new(&view);
  static const float ahead[N_TAGS] = {0.05f, 0.1f, 0.2f, 0.29f};
  summary_update(summary, ahead, 0.0f);
  EXPECT(summary, GENRE, JAZZ);
  expect(summary, INSTRUMENT, 0, NULL);
  static const float close[N_TAGS] = {0.05f, 0.15f, 0.2f, 0.29f};
  summary_update(summary, close, 0.0f);
  expect(summary, GENRE, 0, NULL);
  static const float weak[N_TAGS] = {0.0f, 0.0f, 0.09f, 0.29f};
  summary_update(summary, weak, 0.0f);
  expect(summary, GENRE, 0, NULL);
  summary_free(summary);

  View published = view; // Nobody knows what is much there
  published.has_thresholds = false;
  Summary* const other = summary_new(&published);
  summary_update(other, ahead, 0.0f);
  EXPECT(other, GENRE, JAZZ);
  EXPECT(other, INSTRUMENT, GUITAR);
  summary_free(other);
}

/// Words stay, and in their order, until something changes by more than the
/// hysteresis
static void
test_hysteresis(void)
{
  Summary* const summary = summary_new(&view);
  float values[N_TAGS] = {0.3f, 0.28f, 0.0f, 0.31f, 0.4f};
  summary_update(summary, values, 0.05f);
  EXPECT(summary, GENRE, ROCK, POP);
  EXPECT(summary, INSTRUMENT, DRUMS, GUITAR);
  values[POP] = 0.34f; // Ahead, but not by enough
  values[GUITAR] = 0.26f;
  summary_update(summary, values, 0.05f);
  EXPECT(summary, GENRE, ROCK, POP);
  EXPECT(summary, INSTRUMENT, DRUMS, GUITAR);
  values[POP] = 0.36f;
  values[GUITAR] = 0.24f;
  summary_update(summary, values, 0.05f);
  EXPECT(summary, GENRE, POP, ROCK);
  EXPECT(summary, INSTRUMENT, DRUMS);
  values[GUITAR] = 0.29f; // It has to reach its threshold again
  values[JAZZ] = 0.4f;    // New, and not ahead by enough
  summary_update(summary, values, 0.05f);
  EXPECT(summary, GENRE, POP, JAZZ, ROCK);
  EXPECT(summary, INSTRUMENT, DRUMS);
  memset(values, 0, sizeof(values)); // What is at 0 is gone, whatever was
  summary_update(summary, values, 1.0f);
  expect(summary, GENRE, 0, NULL);
  expect(summary, INSTRUMENT, 0, NULL);
  summary_free(summary);
}

/// A clear leader stays while it is a little less clear
static void
test_leader_stays(void)
{
  Summary* const summary = summary_new(&view);
  float values[N_TAGS] = {0.1f, 0.05f, 0.2f};
  summary_update(summary, values, 0.05f);
  EXPECT(summary, GENRE, JAZZ);
  values[ROCK] = 0.15f;
  summary_update(summary, values, 0.05f);
  EXPECT(summary, GENRE, JAZZ);
  values[ROCK] = 0.18f;
  summary_update(summary, values, 0.05f);
  expect(summary, GENRE, 0, NULL);
  summary_free(summary);
}

int
main(void)
{
  RUN(test_thresholds());
  RUN(test_clear_leader());
  RUN(test_hysteresis());
  RUN(test_leader_stays());
  return 0;
}
