// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// The network file: what a good one becomes, and what is none

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

static void
test_good(Precision precision)
{
  const NetworkShape shape = shape_small(precision);
  Draft draft = draft_new(&shape, 1);
  Error error = {""};
  Network* const n = draft_load(&draft, &error);
  assert(n && !error.text[0]);
  assert(n->precision == precision && !strcmp(n->name, "Random network"));
  assert(n->front_end.rate == 22050 && n->front_end.bands == 20);
  assert(!strcmp(n->format, "1") && !n->timbre.n_banks && n->channels == 20);
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

static void
test_timbre(Precision precision)
{
  const NetworkShape shape = shape_small_timbre(precision);
  Draft draft = draft_new(&shape, 1);
  Network* const n = draft_load(&draft, NULL);
  assert(n && !strcmp(n->format, "2"));
  assert(n->timbre.n_banks == 2 && n->timbre.frames == 4);
  assert(n->timbre.filters == 18 + 3 && n->timbre.window == 6);
  assert(n->channels == 20 + 18 + 3);
  const Bank* const bank = &n->timbre.banks[0];
  assert(bank->bands == 7 && bank->frames == 3 && bank->stride == 2);
  assert(bank->positions == 7 && bank->filters == 18);
  assert(bank->n_in == 32 && bank->n_out == 32);
  assert((precision == PRECISION_INT8) == (bank->scale != NULL));
  assert(!memcmp(bank->bias, draft_data(&draft, "timbre.0.bias"), 128));
  assert(n->timbre.banks[1].positions == 1);
  assert(n->branches[0].levels[0].n_in == 48);
  assert(n->branches[0].levels[1].n_in == 16);
  assert(n->n_features == 18 + 3 + 5 + 7 + 17 && n->dense[0].n_in == 64);
  assert(n->n_parameters == 18 * (7 * 3 + 1) + 3 * (20 * 4 + 1) +
                                5 * (3 * 41 + 1) + 7 * (4 * 5 + 1) +
                                17 * (2 * 41 + 1) + 9 * 51 + 5 * 10);
  network_free(n);
  draft_free(&draft);
}

/// Weights that are light are known to be, and others not
static void
test_light(bool light)
{
  NetworkShape shape = shape_default(PRECISION_INT8);
  shape.light = light;
  shape.n_banks = 1;
  shape.banks[0] = (BankShape){64, 5, 4, 16};
  shape.timbre_window = 1;
  Network* const n = random_network_load(&shape, 1);
  assert(n->timbre.banks[0].light == light);
  assert(n->branches[0].levels[0].light == light);
  assert(n->branches[2].levels[3].light == light);
  network_free(n);
}

/// Version 2 without what it adds
static void
test_plain_second_version(void)
{
  const NetworkShape shape = shape_small(PRECISION_INT8);
  Draft draft = draft_new(&shape, 1);
  draft_set(&draft, "earmark", "2");
  Network* const n = draft_load(&draft, NULL);
  assert(n && !strcmp(n->format, "2") && !n->timbre.n_banks);
  assert(n->channels == 20);
  network_free(n);
  draft_free(&draft);
}

/// Half precision comes out as the value that single precision holds exactly
static void
test_half(void)
{
  NetworkShape shape = shape_small(PRECISION_FLOAT);
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
  draft_expect(&draft, "branches.1.levels.0.weight holds a number that is not");
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
  RUN(test_timbre(PRECISION_INT8));
  RUN(test_timbre(PRECISION_FLOAT));
  RUN(test_plain_second_version());
  RUN(test_light(false));
  RUN(test_light(true));
  RUN(test_half());
  RUN(test_paths());
  network_free(NULL);
  return 0;
}
