// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// Each way of being bad that metadata has: refused, with what is wrong

#undef NDEBUG
#define _POSIX_C_SOURCE 200809L // base/clock.h

#include "tests/support/draft.h"
#include "tests/support/run.h"

#include <stddef.h>
#include <stdint.h>

static const Fault bad_metadata[] = {
    {"earmark", "1", "3", "format version \"3\"; this Earmark reads 1 and 2"},
    {"name", "Random", "Ran\ndom", "metadata name"},
    {"name", "Random network", "", "metadata name"},
    {"front_end", "{", "[", "metadata front_end is not valid JSON"},
    {"front_end", "22050", "7999", "front_end: rate"},
    {"front_end", "22050", "384001", "front_end: rate"},
    {"front_end", "22050", "22050.5", "front_end: rate"},
    {"front_end", "\"rate\"", "\"hop\"", "duplicate"},
    {"front_end", "1024", "1000", "window is not a power of two"},
    {"front_end", "1024", "32768", "front_end: window"},
    {"front_end", "512", "1025", "front_end: hop"},
    {"front_end", "512", "0", "front_end: hop"},
    {"front_end", "512", "22", "1000 frames a second"},
    {"front_end", "\"bands\":20", "\"bands\":0", "front_end: bands"},
    {"front_end", "\"bands\":20", "\"bands\":513", "front_end: bands"},
    {"front_end", "\"bands\":20", "\"bands\":33", "has the shape"},
    {"front_end", "\"f_min\":0", "\"f_min\":-1", "front_end: f_min"},
    {"front_end", "\"f_min\":0.0", "\"f_min\":11025", "not below f_max"},
    {"front_end", "11025", "11026", "front_end: f_max"},
    {"front_end", "\"gain\":10", "\"gain\":-10", "front_end: gain"},
    {"front_end", "\"gain\":10.0", "\"gain\":0", "front_end: gain"},
    {"quantisation", "int8", "int4", "neither int8 nor float"},
    {"quantisation", "int8", "float", "has the shape"},
    {"quantisation", "50", "-50", "input_scale"},
    {"quantisation", "50", "0", "input_scale"},
    {"quantisation", "50", "1e400", "not valid JSON"},
    {"quantisation", "input_scale", "scale", "input_scale"},
    {"front_end", "\"bands\":20", "\"bands\":512", "has the shape"},
    {"front_end", "1024,\"hop\":512,\"bands\":20",
     "512,\"hop\":512,\"bands\":257", "more bands than"},
    {"update", "8", "0", "update: frames"},
    {"update", "8", "44", "more than a second"},
    {"update", "3.0", "0.4", "update: memory"},
    {"update", "3.0", "31", "update: memory"},
    {"provenance", "{\"data\":\"none\",", "[{", "not valid JSON"},
    {"branches", "\"12\"", "\"\"", "branches[0]: name"},
    {"branches", "\"12\"", "\"\\u0007\"", "branches[0]: name"},
    {"branches", "\"12\"", "\"\\u009f\"", "branches[0]: name"},
    {"branches", "\"12\"", "\"\\u0000\"", "not valid JSON"},
    {"branches", "\"frames\":12", "\"frames\":0", "branches[0]: frames"},
    {"branches", "\"frames\":12", "\"frames\":4097", "frames"},
    {"branches", "\"frames\":12", "\"frames\":15", "does not divide"},
    {"branches", "\"frames\":12", "\"frames\":3", "does not divide"},
    {"branches", "\"filters\":5", "\"filters\":0", "levels[0]: filters"},
    {"branches", "\"filters\":5", "\"filters\":1025", "filters"},
    {"branches", "\"filters\":5", "\"filters\":17", "has the shape"},
    {"branches", "\"filters\":5", "\"filters\":4", "padding must be 0"},
    {"branches", "\"length\":4", "\"length\":0", "levels[1]: length"},
    {"branches", "\"length\":4", "\"length\":17", "levels[1]: length"},
    {"branches", "\"length\":4", "\"length\":5", "has the shape"},
    {"branches", "\"pool\":3", "\"pool\":0", "levels[1]: pool"},
    {"branches", "\"pool\":3", "\"pool\":17", "levels[1]: pool"},
    {"branches", "\"pool\":3", "\"pool\":\"3\"", "levels[1]: pool"},
    {"branches", "\"levels\":[{", "\"levels\":[],\"x\":[{",
     "levels is not a list of 1..8"},
    {"head", "9", "0", "head.layers[0]: outputs"},
    {"head", "9", "4097", "head.layers[0]: outputs"},
    {"head", "5", "1025", "head.layers[1]: outputs"},
    {"head", "9", "20", "has the shape"},
    {"head", "{\"outputs\":9},", "", "padding must be 0"},
    {"outputs", ",\"set:tag 4\"", "", "not a list of 5"},
    {"outputs", "set:tag 4", "", "outputs[4]"},
    {"outputs", "set:tag 4", "set:tag 3", "outputs[4] is called"},
    {"outputs", "\"set:tag 4\"", "4", "outputs[4]"},
    {"views", "\"default\"", "\"Default\"", "views[0]: name"},
    {"views", "\"pairs\"", "\"default\"", "views[1]: an earlier view"},
    {"views", "\"Default\"", "\"\"", "views[0]: title"},
    {"views", "tag 1", "tag 0", "tags[1]: an earlier tag"},
    {"views", "tag_1", "tag_0", "tags[1]: an earlier tag"},
    {"views", "tag_1", "1tag", "not a symbol"},
    {"views", "tag_1", "Tag", "not a symbol"},
    {"views", "tag_1", "control", "another port"},
    {"views", "even", "\\n", "tags[0]: group"},
    {"views", "[[0,1.0]]", "[]", "members"},
    {"views", "[[0,1.0]]", "[0,1.0]", "not [output, weight]"},
    {"views", "[[0,1.0]]", "[[0]]", "not [output, weight]"},
    {"views", "[[0,1.0]]", "[[0,\"1\"]]", "not [output, weight]"},
    {"views", "[[0,1.0]]", "[[5,1.0]]", "no output 5"},
    {"views", "[[0,1.0]]", "[[-1,1.0]]", "no output -1"},
    {"views", "[[0,1.0]]", "[[0,0.99]]", "sum to 0.99"},
    {"views", "\"even\"", "\"even\",\"calibration\":1", "not [slope"},
    {"views", "\"even\"", "\"even\",\"calibration\":[1]", "not [slope"},
    {"views", "\"even\"", "\"even\",\"calibration\":[0,1]", "in range"},
    {"views", "\"even\"", "\"even\",\"calibration\":[1,99]", "in range"},
    {"views", "\"even\"", "\"even\",\"threshold\":1.1", "threshold"},
    {"views", "\"even\"", "\"even\",\"threshold\":\"0\"", "threshold"},
    {"views", "\"even\"", "\"even\",\"ranked\":1", "ranked"},
    {"views", "\"Default\"", "\"Default\",\"silence\":5", "not an output"},
    {"views", "\"Default\"", "\"Default\",\"silence\":-1", "not an output"},
    {"views", "\"Default\"", "\"Default\",\"silence\":1.0", "not an output"},
    {"views", "[[0,1.0]]", "[[0,0]]", "sum to 0"},
    {"views", "[[0,1.0]]", "[[0,-0.5],[1,1.5]]", "not in 0..1"},
    {"views", "\"groups\":[{\"name\":\"odd\"", "\"groups\":[{\"name\":1",
     "groups[0]: name"},
    {"views", "\"groups\":[", "\"groups\":1,\"x\":[", "groups is not a list"},
    {"views", "\"groups\":[", "\"groups\":[{\"name\":\"odd\"},",
     "groups[1]: an earlier group"},
    {"views", "\"choice\":true", "\"choice\":1", "groups[0]: choice"},
    {"views", "#D55E00", "D55E00", "groups[0]: colour is not #rrggbb"},
    {"views", "#D55E00", "#D55E0", "groups[0]: colour is not #rrggbb"},
    {"views", "#D55E00", "#D55E000", "groups[0]: colour is not #rrggbb"},
    {"views", "#D55E00", "#D55E0g", "groups[0]: colour is not #rrggbb"},
    {"views", "\"#D55E00\"", "13983232", "groups[0]: colour"},
    {"views", "\"Scale\"", "\"\"", "scales[0]: name"},
    {"views", "\"Scale\"", "\"tag 1\"", "scales[0]: a tag or an earlier"},
    {"views", "\"scale\"", "\"tag_1\"", "scales[0]: a tag or an earlier"},
    {"views", "\"scale\"", "\"Scale\"", "scales[0]: \"Scale\" is not a symbol"},
    {"views", "\"scale\"", "\"memory\"", "another port"},
    {"views", "[[0,0.75],", "[[9,0.75],", "scales[0]: there is no output 9"},
    {"views", "[[0,0.75],", "[[0,-1.5],", "not in -1..1"},
    {"views", "[[0,0.75],[4,-0.25]]", "[[0,0],[4,0]]", "all weights are 0"},
    {"views", "[[0,0.75],[4,-0.25]]", "[]", "scales[0]: members"},
    {"views", "-0.5,1.0]", "-2,1.0]", "knots are no rising numbers"},
    {"views", "-0.5,1.0]", "-0.5,2e6]", "knots are no rising numbers"},
    {"views", "-0.5,1.0]", "-0.5,\"1\"]", "knots are no rising numbers"},
    {"views", "[-2.0,-0.5,1.0]", "[1.0]", "scales[0]: knots"},
    {"views", "\"rest\":0.25", "\"rest\":1.5", "scales[0]: rest"},
    {"views", "\"scales\":[", "\"scales\":1,\"x\":[", "scales is not a list"},
};

static void
test_missing(void)
{
  static const char* const keys[] = {
      "earmark", "name",    "front_end", "quantisation", "branches",
      "head",    "outputs", "update",    "views",        "provenance"};
  const NetworkShape shape = shape_small(PRECISION_INT8);
  for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); ++i) {
    Draft draft = draft_new(&shape, 1);
    draft_set(&draft, keys[i], NULL);
    draft_expect(&draft, keys[i]);
    if (i > 1) { // Of the wrong type
      draft = draft_new(&shape, 1);
      draft_set(&draft, keys[i], "17");
      draft_expect(&draft, i == 3 ? "valid JSON" : keys[i]);
    }
  }
  Draft draft = draft_new(&shape, 1);
  json_object_del(draft.header, "__metadata__");
  draft_expect(&draft, "is no Earmark network");
}

static void
test_too_many(void)
{
  const NetworkShape small = shape_small(PRECISION_INT8);
  NetworkShape shape = small;
  shape.n_branches = 5;
  for (uint32_t i = 0; i < 5; ++i) {
    shape.branches[i] = (BranchShape){1, 1, {{1000, 1, 1}}};
  }
  Draft draft = draft_new(&shape, 1);
  draft_expect(&draft, "5000 features are more than 4096");

  shape = small;
  shape.n_banks = 8;
  for (uint32_t i = 0; i < 8; ++i) {
    shape.banks[i] = (BankShape){1, 1, 1, 600};
  }
  shape.timbre_window = 1;
  draft = draft_new(&shape, 1);
  draft_expect(&draft, "timbre: 4200 filters are more than 4096");
  shape.n_banks = 6;
  shape.branches[0].levels[0].filters = 600;
  draft = draft_new(&shape, 1);
  draft_expect(&draft, "features are more than 4096");

  static const char* const keys[] = {"branches", "views"};
  for (size_t i = 0; i < 2; ++i) {
    draft = draft_new(&small, 1);
    draft_set(&draft, keys[i], "[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17]");
    draft_expect(&draft, "is not a list of 1..16");
  }
  draft = draft_new(&small, 1);
  draft_set(&draft, "head", "{\"layers\":[1,2,3,4,5]}");
  draft_expect(&draft, "head: layers is not a list of 1..4");
}

int
main(void)
{
  const NetworkShape shape = shape_small(PRECISION_INT8);
  RUN(draft_expect_all(&shape, bad_metadata,
                       sizeof(bad_metadata) / sizeof(bad_metadata[0])));
  RUN(test_missing());
  RUN(test_too_many());
  return 0;
}
