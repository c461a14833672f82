// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// Regions of tags: thresholds with hysteresis, the shortest, gaps, means

#undef NDEBUG

#include "tests/support/random.h"
#include "tools/export/regions.h"

#include <assert.h>
#include <math.h>

static const Tag tags[] = {{.name = "a", .threshold = 0.5f},
                           {.name = "b", .threshold = 0.8f}};
static const View view = {.name = "default", .n_tags = 2, .tags = tags};

/// Of tag a alone, one value a second, to the end a second later
static const Region*
run(Regions* regions, const float* values, uint32_t n, size_t* n_found)
{
  for (uint32_t i = 0; i < n; ++i) {
    assert(regions_add(regions, (double)i, (const float[]){values[i], 0.0f}));
  }
  return regions_finish(regions, (double)n, n_found);
}

static void
check(const Region* region, uint32_t tag, double begin, double end, double mean)
{
  assert(region->tag == tag);
  assert(fabs(region->begin - begin) < 1e-9 && fabs(region->end - end) < 1e-9);
  assert(fabs(region->mean - mean) < 1e-6);
}

#define CHECK_RUN(rule, values, n_wanted)                                      \
  size_t n = 0;                                                                \
  Regions* const regions = regions_new(&view, &(rule));                        \
  assert(regions);                                                             \
  const Region* const found = run(                                             \
      regions, values, (uint32_t)(sizeof(values) / sizeof((values)[0])), &n);  \
  assert(n == (n_wanted))

static void
test_hysteresis(void)
{
  const RegionRule rule = {-1.0f, 0.1f, 0.0, 0.0};
  // It takes 0.5 to begin, and less than 0.4 to end
  const float values[] = {0.45f, 0.5f, 0.45f, 0.41f, 0.39f, 0.45f, 0.6f};
  CHECK_RUN(rule, values, 2);
  check(&found[0], 0, 1.0, 4.0, (0.5 + 0.45 + 0.41) / 3.0);
  check(&found[1], 0, 6.0, 7.0, 0.6); // It ends with the file
  regions_free(regions);
}

static void
test_threshold(void)
{
  const RegionRule rule = {0.2f, 0.0f, 0.0, 0.0}; // In place of the tag's own
  const float values[] = {0.1f, 0.2f, 0.19f, 0.3f};
  CHECK_RUN(rule, values, 2);
  check(&found[0], 0, 1.0, 2.0, 0.2);
  check(&found[1], 0, 3.0, 4.0, 0.3);
  regions_free(regions);
}

static void
test_shortest(void)
{
  const RegionRule rule = {-1.0f, 0.0f, 2.0, 0.0};
  // One second is too short, two will do
  const float values[] = {1, 0, 0, 1, 1, 0, 0, 1};
  CHECK_RUN(rule, values, 1);
  check(&found[0], 0, 3.0, 5.0, 1.0);
  regions_free(regions);
}

static void
test_gaps(void)
{
  const RegionRule rule = {-1.0f, 0.0f, 2.0, 0.0};
  // Gaps of one second do not end it, but are not in its mean
  const float values[] = {1, 1, 0, 0.5f, 0, 0.7f, 0, 0, 1, 1};
  CHECK_RUN(rule, values, 2);
  check(&found[0], 0, 0.0, 6.0, (1.0 + 1.0 + 0.5 + 0.7) / 4.0);
  check(&found[1], 0, 8.0, 10.0, 1.0);
  regions_free(regions);
}

static void
test_silence(void)
{
  const RegionRule rule = {-1.0f, 1.0f, 0.0,
                           0.0}; // So wide that only 0 ends it
  const float values[] = {0, 0.6f, 0.01f, 0, 0};
  CHECK_RUN(rule, values, 1);
  check(&found[0], 0, 1.0, 3.0, 0.305);
  regions_free(regions);
}

/// In order of time, then of tags; no two of a tag overlap or lie nearer than
/// the shortest; each tag's regions are what it has alone
static void
test_order(void)
{
  Random random = {5};
  for (int round = 0; round < 200; ++round) {
    const RegionRule rule = {random_uniform(&random, 0.1f, 0.9f), 0.1f,
                             (double)random_below(&random, 4), 0.0};
    Regions* const regions = regions_new(&view, &rule);
    assert(regions);
    double ends[] = {-1e9, -1e9};
    size_t n = 0;
    for (uint32_t i = 0; i < 60; ++i) {
      assert(regions_add(regions, (double)i,
                         (const float[]){random_uniform(&random, 0.0f, 1.0f),
                                         random_uniform(&random, 0.0f, 1.0f)}));
    }
    const Region* const found = regions_finish(regions, 60.0, &n);
    for (size_t i = 0; i < n; ++i) {
      const Region* const region = &found[i];
      assert(!i || region->begin > found[i - 1].begin ||
             (region->begin >= found[i - 1].begin &&
              region->tag > found[i - 1].tag));
      assert(region->tag < 2 && region->end <= 60.0);
      assert(region->end > region->begin &&
             region->end - region->begin >= rule.shortest);
      assert(region->begin - ends[region->tag] >= rule.shortest);
      assert(region->mean > 0.0 && region->mean <= 1.0);
      ends[region->tag] = region->end;
    }
    regions_free(regions);
  }
}

/// The tag that says silence has a shortest of its own, and keeps what music
/// has not
static void
test_shortest_silence(void)
{
  static const uint32_t zero = 0;
  static const float one = 1.0f;
  const Tag quiet[] = {{.name = "silence",
                        .threshold = 0.5f,
                        .n_members = 1,
                        .members = &zero,
                        .weights = &one},
                       {.name = "b", .threshold = 0.5f}};
  const View plain = {.n_tags = 2, .tags = quiet, .silence = 0};
  const RegionRule rule = {-1.0f, 0.0f, 2.0, 1.0};
  size_t n = 0;
  Regions* const regions = regions_new(&plain, &rule);
  assert(regions && regions_add(regions, 0.0, (const float[]){0.0f, 1.0f}) &&
         regions_add(regions, 1.0, (const float[]){1.0f, 0.0f}) &&
         regions_add(regions, 2.0, (const float[]){0.0f, 0.0f}) &&
         regions_add(regions, 3.0, (const float[]){0.9f, 0.0f}));
  const Region* const found = regions_finish(regions, 3.5, &n);
  assert(n == 1);
  check(&found[0], 0, 1.0, 2.0, 1.0);
  regions_free(regions);
}

/// A threshold of 0 is one: all is present, always
static void
test_zero(void)
{
  const RegionRule rule = {0.0f, 0.1f, 1.0, 1.0};
  const float values[] = {0.4f, 0.0f, 0.2f};
  CHECK_RUN(rule, values, 2);
  check(&found[0], 0, 0.0, 3.0, 0.2);
  check(&found[1], 1, 0.0, 3.0, 0.0);
  regions_free(regions);
}

static void
test_nothing(void)
{
  const RegionRule rule = {-1.0f, 0.05f, 1.0, 0.0};
  size_t n = 1;
  Regions* const regions = regions_new(&view, &rule);
  assert(regions);
  regions_finish(regions, 0.0, &n);
  assert(n == 0);
  regions_free(regions);
  regions_free(NULL);
}

int
main(void)
{
  test_hysteresis();
  test_threshold();
  test_shortest();
  test_gaps();
  test_silence();
  test_order();
  test_shortest_silence();
  test_zero();
  test_nothing();
  return 0;
}
