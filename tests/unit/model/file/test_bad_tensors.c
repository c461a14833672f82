// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// Each way of being bad that tensors have: refused, with what is wrong

#undef NDEBUG
#define _POSIX_C_SOURCE 200809L // base/clock.h

#include "tests/support/draft.h"
#include "tests/support/run.h"

#include <assert.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
test_bad_tensors(void)
{
  const NetworkShape shape = shape_small(PRECISION_INT8);
  Draft draft = draft_new(&shape, 1);
  json_t* const tensor = draft_tensor(&draft, "head.1.scale");
  json_object_set(draft.header, "head.1.scales", tensor);
  json_object_del(draft.header, "head.1.scale");
  draft_expect(&draft, "tensor head.1.scale is missing");

  draft = draft_new(&shape, 1);
  json_object_set_new(draft.header, "extra",
                      json_pack("{s:s,s:[i],s:[I,I]}", "dtype", "I8", "shape",
                                0, "data_offsets", (json_int_t)draft.size,
                                (json_int_t)draft.size));
  draft_expect(&draft, "tensor extra belongs to no layer");

  draft = draft_new(&shape, 1);
  json_object_set_new(draft_tensor(&draft, "head.0.bias"), "dtype",
                      json_string("I32"));
  draft_expect(&draft, "tensor head.0.bias has the dtype I32, not F32");

  draft = draft_new(&shape, 1);
  json_object_set_new(draft_tensor(&draft, "head.0.weight"), "dtype",
                      json_string("U8"));
  draft_expect(&draft, "tensor head.0.weight has the dtype U8, not I8");

  draft = draft_new(&shape, 1);
  json_object_set_new(draft_tensor(&draft, "head.0.weight"), "shape",
                      json_pack("[i,i,i]", 16, 16, 2));
  draft_expect(&draft,
               "head.0.weight has the shape [16, 16, 2], not [1, 8, 16, 4]");
}

static void
test_bad_values(void)
{
  static const struct {
    const char* tensor;
    size_t element;
    float value;
    const char* message;
  } cases[] = {
      {"timbre.0.bias", 17, NAN, "not finite"},
      {"timbre.0.bias", 18, 1.0f, "padding must be 0"},
      {"timbre.1.scale", 2, -1.0f, "may not be negative"},
      {"timbre.1.scale", 3, 1.0f, "padding must be 0"},
      {"branches.0.levels.1.bias", 6, NAN, "not finite"},
      {"branches.0.levels.1.bias", 7, 1.0f, "padding must be 0"},
      {"branches.1.levels.0.scale", 0, INFINITY, "not finite"},
      {"branches.1.levels.0.scale", 0, -1.0f, "may not be negative"},
      {"branches.1.levels.0.scale", 17, 1.0f, "padding must be 0"},
      {"head.0.input_scale", 49, -INFINITY, "not finite"},
      {"head.0.input_scale", 49, -1.0f, "may not be negative"},
      {"head.1.bias", 0, -INFINITY, "not finite"},
  };
  const NetworkShape shape = shape_small_timbre(PRECISION_INT8);
  for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); ++i) {
    Draft draft = draft_new(&shape, 1);
    ((float*)draft_data(&draft, cases[i].tensor))[cases[i].element] =
        cases[i].value;
    char message[128];
    snprintf(message, sizeof(message), "tensor %s", cases[i].tensor);
    const json_t* const header = json_deep_copy(draft.header);
    Draft twin = {(json_t*)(uintptr_t)header,
                  (unsigned char*)malloc(draft.size), draft.size};
    assert(twin.header && twin.data);
    memcpy(twin.data, draft.data, draft.size);
    draft_expect(&draft, cases[i].message);
    draft_expect(&twin, message);
  }
}

static void
test_bad_weights(void)
{
  const NetworkShape shape = shape_small_timbre(PRECISION_INT8);
  Draft draft = draft_new(&shape, 1);
  *(int8_t*)draft_data(&draft, "head.1.weight") = -128;
  draft_expect(&draft, "tensor head.1.weight holds -128");
  draft = draft_new(&shape, 1);
  ((int8_t*)draft_data(&draft, "head.1.weight"))[5 * 4] = 1;
  draft_expect(&draft, "tensor head.1.weight: padding must be 0");

  draft = draft_new(&shape, 1); // 7 bands of 3 frames: input 21 is padding
  ((int8_t*)draft_data(&draft, "timbre.0.weight"))[(21 / 4 * 16) * 4 + 21 % 4] =
      1;
  draft_expect(&draft, "tensor timbre.0.weight: padding must be 0");
}

static void
test_bad_float(void)
{
  NetworkShape shape = shape_small_timbre(PRECISION_FLOAT);
  shape.float_type = "F32";
  Draft draft = draft_new(&shape, 1);
  ((float*)draft_data(&draft, "timbre.0.weight"))[21 * 32] = 1.0f;
  draft_expect(&draft, "timbre.0.weight: padding must be 0");
  draft = draft_new(&shape, 1);
  ((float*)draft_data(&draft, "head.0.weight"))[3] = NAN;
  draft_expect(&draft, "head.0.weight holds a number that is not finite");
  draft = draft_new(&shape, 1);
  ((float*)draft_data(&draft, "head.0.weight"))[9] = 1.0f;
  draft_expect(&draft, "head.0.weight: padding must be 0");
  draft = draft_new(&shape, 1);
  json_object_set_new(draft_tensor(&draft, "head.0.weight"), "dtype",
                      json_string("I32"));
  draft_expect(&draft, "head.0.weight has the dtype I32, not F16 or F32");
}

int
main(void)
{
  RUN(test_bad_tensors());
  RUN(test_bad_values());
  RUN(test_bad_weights());
  RUN(test_bad_float());
  return 0;
}
