// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// Each way of being bad that metadata has: refused, with what is wrong

#undef NDEBUG
#define _POSIX_C_SOURCE 200809L // base/clock.h

#include "tests/support/draft.h"
#include "tests/support/run.h"

#include <stddef.h>
#include <stdint.h>

/// A change, and what is wrong then
typedef struct {
  const char* key;
  const char* old;
  const char* text;
  const char* message;
} Fault;

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
};

/// Of a network with a level
static const Fault bad_level[] = {
    {"earmark", "2", "1", "level is not of format version 1 but of 2"},
    {"front_end", "\"level\":{", "\"level\":1,\"x\":{", "front_end.level"},
    {"front_end", "\"level\":{", "\"level\":null,\"x\":{", "front_end.level"},
    {"front_end", "-23.0", "-71", "front_end.level: target"},
    {"front_end", "-23.0", "1", "front_end.level: target"},
    {"front_end", "-23.0", "\"-23\"", "front_end.level: target"},
    {"front_end", "\"target\"", "\"aim\"", "front_end.level: target"},
    {"front_end", "\"seconds\":3.0", "\"seconds\":31",
     "front_end.level: seconds"},
    {"front_end", "\"seconds\":3.0", "\"seconds\":0",
     "front_end.level: seconds"},
    {"front_end", "-65.0", "-121", "front_end.level: gate"},
    {"front_end", "-65.0", "1", "front_end.level: gate"},
    {"front_end", "\"range\":25.0", "\"range\":0", "front_end.level: range"},
    {"front_end", "\"range\":25.0", "\"range\":121", "front_end.level: range"},
    {"front_end", "\"fall\":2.0", "\"fall\":-1", "front_end.level: fall"},
    {"front_end", "40.0", "81", "front_end.level: max_gain"},
    {"front_end", "40.0", "-1", "front_end.level: max_gain"},
    {"front_end", "-30.0", "1", "front_end.level: min_gain"},
    {"front_end", "-30.0", "-81", "front_end.level: min_gain"},
    {"front_end", "-30.0", "-1e400", "not valid JSON"},
    {"level_outputs", "[[", "{\"a\":[", "not valid JSON"},
    {"level_outputs", "[[4,0.125],[0,-0.25]]", "[]", "list of 1..5 pairs"},
    {"level_outputs", "[[4,0.125],[0,-0.25]]", "{}", "list of 1..5 pairs"},
    {"level_outputs", "0.125", "0.125],[1,1],[2,1],[3,1],[1,1", "1..5 pairs"},
    {"level_outputs", "0.125", "\"1\"", "level_outputs[0] is not"},
    {"level_outputs", "0.125", "1,1", "level_outputs[0] is not"},
    {"level_outputs", "4", "5", "level_outputs[0] is not"},
    {"level_outputs", "4", "4.0", "level_outputs[0] is not"},
    {"level_outputs", "0.125", "10.5", "level_outputs[0] is not"},
    {"level_outputs", "-0.25", "-11", "level_outputs[1] is not"},
    {"level_outputs", "[0,", "[-1,", "level_outputs[1] is not"},
    {"level_outputs", "[0,", "[4,", "level_outputs[1] is that"},
};

static const Fault bad_timbre[] = {
    {"earmark", "2", "1", "timbre is not of format version 1 but of 2"},
    {"timbre", "{", "[", "metadata timbre is not valid JSON"},
    {"timbre", "\"window\":6", "\"window\":0", "timbre: window"},
    {"timbre", "\"window\":6", "\"window\":4097", "timbre: window"},
    {"timbre", "window", "wind", "timbre: window"},
    {"timbre", "\"banks\":[", "\"banks\":[],\"x\":[", "list of 1..8"},
    {"timbre", "\"banks\":[", "\"banks\":[1,2,3,4,5,6,7,", "list of 1..8"},
    {"timbre", "\"banks\":[", "\"banks\":[1,", "timbre.banks[0]: bands"},
    {"timbre", "\"bands\":7", "\"bands\":0", "timbre.banks[0]: bands"},
    {"timbre", "\"bands\":7", "\"bands\":21", "not a whole number in 1..20"},
    {"timbre", "\"bands\":7", "\"bands\":16", "timbre.0.weight has the shape"},
    {"timbre", "\"bands\":7", "\"bands\":6", "timbre.0.weight: padding must"},
    {"timbre", "\"frames\":4", "\"frames\":0", "timbre.banks[1]: frames"},
    {"timbre", "\"frames\":4", "\"frames\":17", "timbre.banks[1]: frames"},
    {"timbre", "\"frames\":4", "\"frames\":5", "timbre.1.weight has the shape"},
    {"timbre", "\"stride\":2", "\"stride\":0", "timbre.banks[0]: stride"},
    {"timbre", "\"stride\":2", "\"stride\":21", "timbre.banks[0]: stride"},
    {"timbre", "\"stride\":2", "\"stride\":2.0", "timbre.banks[0]: stride"},
    {"timbre", "\"filters\":18", "\"filters\":0", "timbre.banks[0]: filters"},
    {"timbre", "\"filters\":18", "\"filters\":1025", "[0]: filters"},
    {"timbre", "\"filters\":18", "\"filters\":33", "has the shape"},
    {"timbre", "\"filters\":18", "\"filters\":17", "padding must be 0"},
    {"timbre", "\"filters\":3", "\"filters\":16", "branches.0.levels.0.weight"},
};

static void
test_faults(const NetworkShape* shape, const Fault* faults, size_t n)
{
  for (size_t i = 0; i < n; ++i) {
    Draft draft = draft_new(shape, 1);
    draft_replace(&draft, faults[i].key, faults[i].old, faults[i].text);
    draft_expect(&draft, faults[i].message);
  }
}

static void
test_bad_timbre(void)
{
  const NetworkShape shape = shape_small_timbre(PRECISION_INT8);
  test_faults(&shape, bad_timbre, sizeof(bad_timbre) / sizeof(bad_timbre[0]));
  Draft draft = draft_new(&shape, 1);
  draft_set(&draft, "timbre", "[]");
  draft_expect(&draft, "timbre: banks is not a list of 1..8");
  draft = draft_new(&shape, 1);
  draft_set(&draft, "timbre", NULL);
  draft_expect(&draft, "branches.0.levels.0.weight has the shape");
}

static void
test_level_of_version_1(const NetworkShape* levelled)
{
  Draft draft = draft_new(levelled, 1);
  draft_set(&draft, "earmark", NETWORK_FORMAT_1);
  draft_replace(&draft, "front_end", "\"level\"", "\"unknown\"");
  draft_expect(&draft, "level_outputs is not of format version 1 but of 2");
}

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
  NetworkShape levelled = shape;
  levelled.front_end.is_levelled = true;
  levelled.front_end.level = shape_level();
  RUN(test_faults(&shape, bad_metadata,
                  sizeof(bad_metadata) / sizeof(bad_metadata[0])));
  RUN(test_faults(&levelled, bad_level,
                  sizeof(bad_level) / sizeof(bad_level[0])));
  RUN(test_level_of_version_1(&levelled));
  RUN(test_bad_timbre());
  RUN(test_missing());
  RUN(test_too_many());
  return 0;
}
