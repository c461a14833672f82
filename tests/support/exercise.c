// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#undef NDEBUG

#include "tests/support/exercise.h"

#include "model/file/network_file.h"
#include "model/file/view_names.h"
#include "model/kernels/kernels.h"
#include "model/network.h"
#include "model/stream.h"
#include "model/view.h"
#include "tests/support/memory_file.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define N_FRAMES 40u
#define MEMORY 0.5 /* seconds */

static void
check_unit(const float* values, uint32_t n)
{
  for (uint32_t i = 0; i < n; ++i) {
    assert(values[i] >= 0.0f && values[i] <= 1.0f);
  }
}

static void
run(const Network* network)
{
  const uint32_t bands = network->front_end.bands;
  float* const values = (float*)calloc(bands, sizeof(float));
  float* const out = (float*)calloc(network->n_outputs, sizeof(float));
  Stream* const stream = stream_new(network, kernels_best(), MEMORY);
  assert(values && out && stream);
  for (uint32_t i = 0; i < N_FRAMES; ++i) {
    for (uint32_t c = 0; c < bands; ++c) {
      values[c] = (float)((i * 7 + c * 3) % 16) * 0.1f;
    }
    const Frame frame = {values, 1.5f, 0.01f, i < 20 ? 1.0f : 30.0f};
    stream_push(stream, &frame);
  }
  stream_probabilities(stream, out);
  check_unit(out, network->n_outputs);
  for (uint32_t v = 0; v < network->n_views; ++v) {
    const View* const view = &network->views[v];
    float* const tags = (float*)calloc(view->n_tags, sizeof(float));
    assert(tags && network_view(network, view->name) == view);
    view_merge(view, out, tags);
    check_unit(tags, view->n_tags);
    free(tags);
  }
  stream_free(stream);
  free(out);
  free(values);
}

/// What is read of a file without loading it is what the network has; a file
/// that is no network may have names all the same
static void
check_names(const char* path, const Network* network)
{
  ViewNames views = {.n = 0};
  Error error = {""};
  const bool found = view_names_read(&views, path, &error);
  assert(found == !error.text[0] && (found || !network));
  assert(!network || views.n == network->n_views);
  for (uint32_t i = 0; network && i < views.n; ++i) {
    assert(!strcmp(views.names[i], network->views[i].name));
  }
}

bool
exercise_network(const void* bytes, size_t size)
{
  char path[MEMORY_FILE_PATH];
  Error error = {""};
  const int fd = memory_file(bytes, size, path);
  Network* const network = network_load(path, &error);
  check_names(path, network);
  close(fd);
  if (network) {
    run(network);
    network_free(network);
  }
  const bool loaded = network;
  assert(loaded == !error.text[0] && !strchr(error.text, '\n'));
  return loaded;
}

NetworkShape
exercise_shape(Precision precision, uint64_t seed)
{
  NetworkShape shape = shape_random(precision, seed);
  shape.front_end.bands = 1 + shape.front_end.bands % 20;
  for (uint32_t i = 0; i < shape.n_banks; ++i) {
    BankShape* const bank = &shape.banks[i];
    bank->bands = 1 + bank->bands % shape.front_end.bands;
    bank->stride = 1 + bank->stride % shape.front_end.bands;
    bank->filters = 1 + bank->filters % 8;
  }
  shape.n_branches = 1 + shape.n_branches % 2;
  for (uint32_t i = 0; i < shape.n_branches; ++i) {
    BranchShape* const branch = &shape.branches[i];
    for (uint32_t j = 0; j < branch->n_levels; ++j) {
      branch->levels[j].filters = 1 + branch->levels[j].filters % 16;
    }
  }
  for (uint32_t i = 0; i < shape.n_dense; ++i) {
    shape.dense[i] = 1 + shape.dense[i] % 8;
  }
  return shape;
}
