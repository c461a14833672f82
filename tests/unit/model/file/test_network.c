// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// The network file: what a good one becomes, and each way of being bad

#define _XOPEN_SOURCE 700

#undef NDEBUG

#include "model/file/network_file.h"
#include "model/network.h"
#include "model/view.h"
#include "tests/support/draft.h"
#include "tests/support/random_network.h"
#include "tests/support/run.h"

#include <assert.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static NetworkShape
small_shape(Precision precision)
{
  NetworkShape shape = shape_default(precision);
  shape.front_end.bands = 20;
  shape.n_branches = 2;
  shape.branches[0] = (BranchShape){12, 2, {{5, 3, 2}, {7, 4, 3}}};
  shape.branches[1] = (BranchShape){8, 1, {{17, 2, 2}}};
  shape.dense[0] = 9;
  shape.dense[1] = 5;
  return shape;
}

/// The file is refused with a message that has `text`
static void
expect(Draft* draft, const char* text)
{
  Error error = {""};
  Network* const network = draft_load(draft, &error);
  if (network || !strstr(error.text, text) || strchr(error.text, '\n') ||
      strncmp(error.text, "/proc/self/fd/", 14)) {
    fprintf(stderr, "expected \"%s\", got \"%s\"\n", text,
            network ? "no error" : error.text);
    abort();
  }
  draft_free(draft);
}

static void
test_good(Precision precision)
{
  const NetworkShape shape = small_shape(precision);
  Draft draft = draft_new(&shape, 1);
  Error error = {""};
  Network* const n = draft_load(&draft, &error);
  assert(n && !error.text[0]);
  assert(n->precision == precision && !strcmp(n->name, "Random network"));
  assert(n->front_end.rate == 22050 && n->front_end.bands == 20);
  assert(n->n_branches == 2 && !strcmp(n->branches[0].name, "12"));
  const Level* const level = &n->branches[0].levels[1];
  assert(level->n_in == 16 && level->n_out == 16 && level->filters == 7);
  assert(level->length == 4 && level->pool == 3);
  assert(level->stride == 6 && level->window == 2);
  assert(n->branches[0].levels[0].n_in == 32);
  assert(n->branches[1].levels[0].n_out == 32);
  assert(n->n_features == 5 + 7 + 17 && n->n_dense == 2 && n->n_outputs == 5);
  assert(n->dense[0].n_in == 32 && n->dense[1].n_in == 16);
  assert(n->n_parameters == 5 * (3 * 20 + 1) + 7 * (4 * 5 + 1) +
                                17 * (2 * 20 + 1) + 9 * 30 + 5 * 10);
  assert(n->update_frames == 8 && fabsf(n->memory - 3.0f) < 1e-6f);
  assert(!strcmp(n->outputs[4], "set:tag 4"));
  assert(strstr(n->provenance, "random"));
  assert((precision == PRECISION_INT8) == (level->scale != NULL));
  assert(n->views[0].n_tags == 5 && !strcmp(n->views[0].title, "Default"));
  assert(
      !memcmp(level->bias, draft_data(&draft, "branches.0.levels.1.bias"), 64));
  network_free(n);
  draft_free(&draft);
}

/// Half precision comes out as the value that single precision holds exactly
static void
test_half(void)
{
  NetworkShape shape = small_shape(PRECISION_FLOAT);
  shape.float_type = "F16";
  Draft draft = draft_new(&shape, 1);
  static const uint16_t halves[] = {0x3C00, 0xC000, 0x7BFF, 0x0001,
                                    0x83FF, 0x8000, 0x3555};
  static const float singles[] = {1.0f,          -2.0f, 65504.0f,   0x1p-24f,
                                  -0x1.FF8p-15f, 0.0f,  0x1.554p-2f};
  uint16_t* const data =
      (uint16_t*)draft_data(&draft, "branches.1.levels.0.weight");
  memcpy(data, halves, sizeof(halves));
  Network* const network = draft_load(&draft, NULL);
  assert(network);
  const float* const weights =
      (const float*)network->branches[1].levels[0].weight;
  for (size_t i = 0; i < sizeof(halves) / sizeof(halves[0]); ++i) {
    assert(!(fabsf(weights[i] - singles[i]) > 0.0f));
  }
  network_free(network);
  data[3] = 0x7C00;
  expect(&draft, "branches.1.levels.0.weight holds a number that is not");
}

static void
test_bad_metadata(void)
{
  static const struct {
    const char* key;
    const char* old;
    const char* text;
    const char* message;
  } cases[] = {
      {"earmark", "1", "2", "format version \"2\""},
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
  const NetworkShape shape = small_shape(PRECISION_INT8);
  for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); ++i) {
    Draft draft = draft_new(&shape, 1);
    draft_replace(&draft, cases[i].key, cases[i].old, cases[i].text);
    expect(&draft, cases[i].message);
  }
}

static void
test_missing(void)
{
  static const char* const keys[] = {
      "earmark", "name",    "front_end", "quantisation", "branches",
      "head",    "outputs", "update",    "views",        "provenance"};
  const NetworkShape shape = small_shape(PRECISION_INT8);
  for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); ++i) {
    Draft draft = draft_new(&shape, 1);
    draft_set(&draft, keys[i], NULL);
    expect(&draft, keys[i]);
    if (i > 1) { // Of the wrong type
      draft = draft_new(&shape, 1);
      draft_set(&draft, keys[i], "17");
      expect(&draft, i == 3 ? "valid JSON" : keys[i]);
    }
  }
  Draft draft = draft_new(&shape, 1);
  json_object_del(draft.header, "__metadata__");
  expect(&draft, "is no Earmark network");
}

static void
test_too_many(void)
{
  const NetworkShape small = small_shape(PRECISION_INT8);
  NetworkShape shape = small;
  shape.n_branches = 5;
  for (uint32_t i = 0; i < 5; ++i) {
    shape.branches[i] = (BranchShape){1, 1, {{1000, 1, 1}}};
  }
  Draft draft = draft_new(&shape, 1);
  expect(&draft, "5000 features are more than 4096");

  static const char* const keys[] = {"branches", "views"};
  for (size_t i = 0; i < 2; ++i) {
    draft = draft_new(&small, 1);
    draft_set(&draft, keys[i], "[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17]");
    expect(&draft, "is not a list of 1..16");
  }
  draft = draft_new(&small, 1);
  draft_set(&draft, "head", "{\"layers\":[1,2,3,4,5]}");
  expect(&draft, "head: layers is not a list of 1..4");
}

static void
test_bad_tensors(void)
{
  const NetworkShape shape = small_shape(PRECISION_INT8);
  Draft draft = draft_new(&shape, 1);
  json_t* const tensor = draft_tensor(&draft, "head.1.scale");
  json_object_set(draft.header, "head.1.scales", tensor);
  json_object_del(draft.header, "head.1.scale");
  expect(&draft, "tensor head.1.scale is missing");

  draft = draft_new(&shape, 1);
  json_object_set_new(draft.header, "extra",
                      json_pack("{s:s,s:[i],s:[I,I]}", "dtype", "I8", "shape",
                                0, "data_offsets", (json_int_t)draft.size,
                                (json_int_t)draft.size));
  expect(&draft, "tensor extra belongs to no layer");

  draft = draft_new(&shape, 1);
  json_object_set_new(draft_tensor(&draft, "head.0.bias"), "dtype",
                      json_string("I32"));
  expect(&draft, "tensor head.0.bias has the dtype I32, not F32");

  draft = draft_new(&shape, 1);
  json_object_set_new(draft_tensor(&draft, "head.0.weight"), "dtype",
                      json_string("U8"));
  expect(&draft, "tensor head.0.weight has the dtype U8, not I8");

  draft = draft_new(&shape, 1);
  json_object_set_new(draft_tensor(&draft, "head.0.weight"), "shape",
                      json_pack("[i,i,i]", 16, 16, 2));
  expect(&draft, "head.0.weight has the shape [16, 16, 2], not [1, 8, 16, 4]");
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
      {"branches.0.levels.1.bias", 6, NAN, "not finite"},
      {"branches.0.levels.1.bias", 7, 1.0f, "padding must be 0"},
      {"branches.1.levels.0.scale", 0, INFINITY, "not finite"},
      {"branches.1.levels.0.scale", 0, -1.0f, "may not be negative"},
      {"branches.1.levels.0.scale", 17, 1.0f, "padding must be 0"},
      {"head.0.input_scale", 28, -INFINITY, "not finite"},
      {"head.0.input_scale", 28, -1.0f, "may not be negative"},
      {"head.1.bias", 0, -INFINITY, "not finite"},
  };
  const NetworkShape shape = small_shape(PRECISION_INT8);
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
    expect(&draft, cases[i].message);
    expect(&twin, message);
  }

  Draft draft = draft_new(&shape, 1);
  *(int8_t*)draft_data(&draft, "head.1.weight") = -128;
  expect(&draft, "tensor head.1.weight holds -128");
  draft = draft_new(&shape, 1);
  ((int8_t*)draft_data(&draft, "head.1.weight"))[5 * 4] = 1;
  expect(&draft, "tensor head.1.weight: padding must be 0");
}

static void
test_bad_float(void)
{
  NetworkShape shape = small_shape(PRECISION_FLOAT);
  shape.float_type = "F32";
  Draft draft = draft_new(&shape, 1);
  ((float*)draft_data(&draft, "head.0.weight"))[3] = NAN;
  expect(&draft, "head.0.weight holds a number that is not finite");
  draft = draft_new(&shape, 1);
  ((float*)draft_data(&draft, "head.0.weight"))[9] = 1.0f;
  expect(&draft, "head.0.weight: padding must be 0");
  draft = draft_new(&shape, 1);
  json_object_set_new(draft_tensor(&draft, "head.0.weight"), "dtype",
                      json_string("I32"));
  expect(&draft, "head.0.weight has the dtype I32, not F16 or F32");
}

/// Weights of a tag's members come out with the sum 1, and the view merges
static void
test_views(void)
{
  const NetworkShape shape = small_shape(PRECISION_INT8);
  Draft draft = draft_new(&shape, 1);
  draft_replace(&draft, "views", "[[0,1.0]]", "[[0,0.2503],[4,0.7506]]");
  Network* const network = draft_load(&draft, NULL);
  assert(network && network->n_views == 2);
  assert(!network_view(network, "none"));
  const View* const view = network_view(network, "default");
  assert(view == &network->views[0]);
  const View* const pairs = network_view(network, "pairs");
  assert(pairs && pairs->n_tags == 4);

  static const float probabilities[] = {1.0f, 0.5f, 0.0f, 0.25f, 1.0f};
  float tags[5];
  view_merge(view, probabilities, tags);
  assert(tags[0] <= 1.0f && fabsf(tags[0] - 1.0f) < 1e-6f);
  assert(fabsf(tags[1] - 0.5f) < 1e-6f);
  view_merge(pairs, probabilities, tags);
  assert(fabsf(tags[0] - (0.25f + 0.75f * 0.5f)) < 1e-6f);
  assert(fabsf(tags[3] - (0.25f * 0.25f + 0.75f)) < 1e-6f);
  network_free(network);
  draft_free(&draft);
}

/// All tags of a view but silence's own are less by as much as it is silent
static void
test_silence(void)
{
  const NetworkShape shape = small_shape(PRECISION_INT8);
  Draft draft = draft_new(&shape, 1);
  draft_replace(&draft, "views", "\"Default\"", "\"Default\",\"silence\":1");
  Network* const network = draft_load(&draft, NULL);
  assert(network);
  assert(network->views[0].silence == 1 && network->views[1].silence == -1);

  static const float probabilities[] = {1.0f, 0.75f, 0.0f, 0.5f, 1.0f};
  static const float wanted[] = {0.25f, 0.75f, 0.0f, 0.125f, 0.25f};
  float tags[5];
  view_merge(&network->views[0], probabilities, tags);
  for (unsigned i = 0; i < 5u; ++i) {
    assert(fabsf(tags[i] - wanted[i]) < 1e-6f);
  }
  network_free(network);
  draft_free(&draft);
}

/// Calibration turns means into other means, in order, at every extreme; a tag
/// without one is left as it is
static void
test_calibration(void)
{
  const NetworkShape shape = small_shape(PRECISION_INT8);
  Draft draft = draft_new(&shape, 1);
  draft_replace(&draft, "views", "[[0,1.0]]",
                "[[0,1.0]],\"calibration\":[2.0,1.5],\"threshold\":0.25,"
                "\"ranked\":false");
  Network* const network = draft_load(&draft, NULL);
  assert(network);
  const View* const view = network_view(network, "default");
  assert(view->tags[0].threshold == 0.25f && view->tags[1].threshold == 0.5f);
  assert(!view->tags[0].ranked && view->tags[1].ranked);

  float last = -1.0f;
  for (unsigned i = 0; i <= 100; ++i) {
    const float p = (float)i / 100.0f;
    const float probabilities[] = {p, p, p, p, p};
    float tags[5];
    view_merge(view, probabilities, tags);
    assert(tags[0] >= last && tags[0] >= 0.0f && tags[0] <= 1.0f);
    assert(fabsf(tags[1] - p) < 1e-6f);
    const double exact = (double)p;
    const double odds =
        i % 100 ? pow(exact / (1.0 - exact), 2.0) * exp(1.5) : 0.0;
    assert(i % 100 == 0 || fabs((double)tags[0] - odds / (1.0 + odds)) < 1e-5);
    last = tags[0];
  }
  network_free(network);
  draft_free(&draft);
}

static void
expect_path(const char* path, const char* text)
{
  Error error = {""};
  assert(!network_load(path, &error));
  if (!strstr(error.text, text)) {
    fprintf(stderr, "expected \"%s\", got \"%s\"\n", text, error.text);
    abort();
  }
  assert(!network_load(path, NULL));
}

static void
test_paths(void)
{
  char folder[] = "/tmp/earmark-test-XXXXXX";
  assert(mkdtemp(folder));
  char path[64];
  snprintf(path, sizeof(path), "%s/fifo", folder);
  assert(!mkfifo(path, 0600));
  expect_path(path, "is not a regular file");
  assert(!unlink(path));
  expect_path(path, "fifo: cannot be opened: No such file");
  FILE* const file = fopen(path, "w");
  assert(file && !fclose(file));
  expect_path(path, "is empty");
  expect_path(folder, "is a directory");
  assert(!unlink(path) && !rmdir(folder));

  char long_path[600];
  memset(long_path, 'x', sizeof(long_path));
  memcpy(long_path + sizeof(long_path) - 5, "/end", 5);
  expect_path(long_path, "x/end: cannot be opened");
}

int
main(void)
{
  RUN(test_good(PRECISION_INT8));
  RUN(test_good(PRECISION_FLOAT));
  RUN(test_half());
  RUN(test_bad_metadata());
  RUN(test_missing());
  RUN(test_too_many());
  RUN(test_bad_tensors());
  RUN(test_bad_values());
  RUN(test_bad_float());
  RUN(test_views());
  RUN(test_silence());
  RUN(test_calibration());
  RUN(test_paths());
  network_free(NULL);
  return 0;
}
