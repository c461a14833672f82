// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// Any span in even steps: where things lie, and their means

#undef NDEBUG

#include "tools/watch/page/past_points.h"

#include "tests/support/run.h"

#include <assert.h>
#include <math.h>

static double
number_at(const json_t* object, const char* key, size_t i)
{
  const json_t* const list = json_object_get(object, key);
  assert(json_array_size(list) > i);
  return json_is_null(json_array_get(list, i))
             ? (double)NAN
             : json_number_value(json_array_get(list, i));
}

static void
test_steps(void)
{
  PastPoints points;
  assert(past_points_init(&points, 1003.0, 1103.0, 1000, 10.0, 0));
  assert(points.begin == 1000.0 && points.step == 10.0 && points.n == 11);
  past_points_clear(&points);
  assert(past_points_init(&points, 0.0, 7.0 * 86400.0, 360, 60.0, 0));
  assert(points.step == 1680.0 && points.n <= 361);
  past_points_clear(&points);
}

static void
test_means(void)
{
  static const uint8_t low[] = {0, 51};
  static const uint8_t high[] = {255, 153};
  PastPoints points;
  assert(past_points_init(&points, 1000.0, 1059.0, 6, 10.0, 2));
  const PastSpan spans[] = {{900.0, 5.0, -10.0, -5.0, high},  // Too early
                            {1060.0, 5.0, -10.0, -5.0, high}, // Too late
                            {1015.0, 4.0, -20.0, -18.0, low},
                            {1019.0, 1.0, -10.0, -9.0, high},
                            {1031.0, 2.0, (double)NAN, (double)NAN, NULL}};
  for (size_t i = 0; i < sizeof(spans) / sizeof(spans[0]); ++i) {
    past_points_add(&points, &spans[i]);
  }
  json_t* const object = past_points_json(&points);
  assert(number_at(object, "times", 0) == 1010.0); // Nothing before
  assert(json_array_size(json_object_get(object, "times")) == 5);
  assert(fabs(number_at(object, "lufs_short_term", 0) + 18.0) < 1e-6);
  assert(fabs(number_at(object, "lufs_momentary_max", 0) + 9.0) < 1e-6);
  assert(isnan(number_at(object, "lufs_short_term", 1)));
  assert(isnan(number_at(object, "lufs_short_term", 2)));
  const json_t* const tags = json_object_get(object, "tags");
  const json_t* const first = json_array_get(tags, 0);
  assert(json_integer_value(json_array_get(first, 0)) == 20);
  assert(json_integer_value(json_array_get(first, 1)) == 28);
  assert(json_is_null(json_array_get(tags, 1)));
  assert(json_is_null(json_array_get(tags, 2)));
  json_decref(object);
  past_points_clear(&points);
}

int
main(void)
{
  RUN(test_steps());
  RUN(test_means());
  return 0;
}
