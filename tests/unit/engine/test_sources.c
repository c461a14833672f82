// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// What rules may follow: tags, scales, and groups by the number that leads

#undef NDEBUG
#define _POSIX_C_SOURCE 200809L // base/clock.h

#include "engine/sources.h"
#include "tests/support/run.h"

#include <assert.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#define TAG(text, id, where)                                                   \
  {                                                                            \
    .name = (text), .symbol = (id), .place = (where), .threshold = 0.3f,       \
    .ranked = true                                                             \
  }

static const Tag tags[] = {TAG("rock", "rock", 1), TAG("piano", "piano", 0),
                           TAG("pop", "pop_2", 1), TAG("energy", "energy", 0)};
static const Group groups[] = {
    {.name = "instrument", .symbol = "strongest_instrument"},
    {.name = "genre", .symbol = "strongest_genre", .is_choice = true}};
static const Scale scales[] = {
    {.name = "Energy", .symbol = "energy_2", .rest = 0.25f}};
static const View view = {.n_tags = 4,
                          .tags = tags,
                          .n_groups = 2,
                          .groups = groups,
                          .has_thresholds = true,
                          .n_scales = 1,
                          .scales = scales};

static void
test_names(void)
{
  static const char* const names[] = {"rock", "piano", "pop", "energy",
                                      "Energy"};
  static const char* const symbols[] = {"rock", "piano", "pop_2", "energy",
                                        "energy_2"};
  assert(sources_count(&view) == 7);
  for (uint32_t i = 0; i < 5; ++i) {
    char name[SOURCES_NAME_SIZE];
    sources_name(&view, i, name);
    assert(!strcmp(name, names[i]) && !sources_is_group(&view, i));
    assert(sources_find(&view, names[i]) == i);
    assert(sources_find(&view, symbols[i]) == i);
  }
  for (uint32_t g = 0; g < 2; ++g) {
    char name[SOURCES_NAME_SIZE];
    sources_name(&view, 5 + g, name);
    assert(!strcmp(name, g ? "strongest genre" : "strongest instrument"));
    assert(sources_is_group(&view, 5 + g));
    assert(sources_find(&view, name) == 5 + g);
    assert(sources_find(&view, groups[g].symbol) == 5 + g);
    assert(sources_find(&view, groups[g].name) == 5 + g);
  }
  assert(sources_find(&view, "nothing") == 7 && sources_find(&view, "") == 7);
}

static uint32_t
leader(const Sources* sources, uint32_t group)
{
  return summary_leader(sources_summary(sources), group);
}

static void
test_values(void)
{
  Sources* const sources = sources_new(&view);
  const float* const values = sources_values(sources);
  assert(values[0] == 0.0f && values[4] == 0.25f && values[6] == 0.0f);
  static const float first[] = {0.4f, 0.1f, 0.5f, 0.6f, 0.75f};
  sources_update(sources, first, 0.05f);
  assert(!memcmp(values, first, sizeof(first)));
  assert(leader(sources, 0) == 4 && leader(sources, 1) == 3);
  assert(fabsf(127.0f * values[5] - 2.0f) < 1e-4f); // The second of its group
  assert(fabsf(127.0f * values[6] - 2.0f) < 1e-4f);
  static const float then[] = {0.54f, 0.1f, 0.5f, 0.2f, 0.75f};
  sources_update(sources, then, 0.05f); // Ahead, but not by enough
  assert(leader(sources, 0) == 0 && leader(sources, 1) == 3);
  assert(values[5] == 0.0f);
  sources_update(sources, then, 0.0f);
  assert(leader(sources, 1) == 1);
  assert(fabsf(127.0f * values[6] - 1.0f) < 1e-4f);
  sources_reset(sources);
  assert(values[0] == 0.0f && values[4] == 0.25f && values[6] == 0.0f);
  assert(leader(sources, 1) == 0);
  sources_free(sources);
}

int
main(void)
{
  RUN(test_names());
  RUN(test_values());
  return 0;
}
