// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tests/support/random_metadata.h"

#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static json_t*
make_timbre(const NetworkShape* const shape)
{
  json_t* const banks = json_array();
  for (uint32_t i = 0; i < shape->n_banks; ++i) {
    const BankShape* const bank = &shape->banks[i];
    json_array_append_new(
        banks, json_pack("{s:i,s:i,s:i,s:i}", "bands", (int)bank->bands,
                         "frames", (int)bank->frames, "stride",
                         (int)bank->stride, "filters", (int)bank->filters));
  }
  return json_pack("{s:i,s:o}", "window", (int)shape->timbre_window, "banks",
                   banks);
}

static json_t*
make_branches(const NetworkShape* const shape)
{
  json_t* const branches = json_array();
  for (uint32_t i = 0; i < shape->n_branches; ++i) {
    const BranchShape* const branch = &shape->branches[i];
    json_t* const levels = json_array();
    for (uint32_t j = 0; j < branch->n_levels; ++j) {
      const LevelShape* const level = &branch->levels[j];
      json_array_append_new(levels, json_pack("{s:i,s:i,s:i}", "filters",
                                              (int)level->filters, "length",
                                              (int)level->length, "pool",
                                              (int)level->pool));
    }
    char name[16];
    snprintf(name, sizeof(name), "%u", branch->frames);
    json_array_append_new(branches,
                          json_pack("{s:s,s:i,s:o}", "name", name, "frames",
                                    (int)branch->frames, "levels", levels));
  }
  return branches;
}

static json_t*
make_head(const NetworkShape* const shape)
{
  json_t* const layers = json_array();
  for (uint32_t i = 0; i < shape->n_dense; ++i) {
    json_array_append_new(layers,
                          json_pack("{s:i}", "outputs", (int)shape->dense[i]));
  }
  return json_pack("{s:o}", "layers", layers);
}

static json_t*
make_outputs(const NetworkShape* const shape)
{
  json_t* const outputs = json_array();
  for (uint32_t i = 0; i < shape->dense[shape->n_dense - 1u]; ++i) {
    json_array_append_new(outputs, i == 1 ? json_string("content:silence")
                                          : json_sprintf("set:tag %u", i));
  }
  return outputs;
}

/// One that rises with the first output and falls with the last
static json_t*
make_scales(int n)
{
  return json_pack("[{s:s,s:s,s:[[i,f],[i,f]],s:[f,f,f],s:f}]", "name", "Scale",
                   "symbol", "scale", "members", 0, 0.75, n - 1,
                   n > 1 ? -0.25 : 0.25, "knots", -2.0, -0.5, 1.0, "rest",
                   0.25);
}

/// A view of all outputs, and one of the means of neighbours
static json_t*
make_views(const NetworkShape* const shape)
{
  const int n = (int)shape->dense[shape->n_dense - 1u];
  json_t* const all = json_array();
  json_t* const pairs = json_array();
  for (int i = 0; i < n && i < 512; ++i) {
    char name[32];
    char symbol[32];
    snprintf(name, sizeof(name), "tag %d", i);
    snprintf(symbol, sizeof(symbol), "tag_%d", i);
    json_array_append_new(all,
                          json_pack("{s:s,s:s,s:s,s:[[i,f]]}", "name", name,
                                    "symbol", symbol, "group",
                                    i % 2 ? "odd" : "even", "members", i, 1.0));
    if (i + 1 < n) {
      json_array_append_new(pairs,
                            json_pack("{s:s,s:s,s:s,s:[[i,f],[i,f]]}", "name",
                                      name, "symbol", symbol, "group", "",
                                      "members", i, 0.25, i + 1, 0.75));
    }
  }
  json_t* const views = json_array();
  json_array_append_new(views, json_pack("{s:s,s:s,s:o,s:[{s:s,s:b,s:s}],s:o}",
                                         "name", "default", "title", "Default",
                                         "tags", all, "groups", "name", "odd",
                                         "choice", 1, "colour", "#D55E00",
                                         "scales", make_scales(n)));
  if (json_array_size(pairs)) {
    json_array_append_new(views, json_pack("{s:s,s:s,s:O}", "name", "pairs",
                                           "title", "Pairs", "tags", pairs));
  }
  json_decref(pairs);
  return views;
}

static json_t*
make_front_end(const FrontEnd* const f)
{
  const LevelSettings* const l = &f->level;
  json_t* const json = json_pack(
      "{s:i,s:i,s:i,s:i,s:f,s:f,s:f}", "rate", (int)f->rate, "window",
      (int)f->window, "hop", (int)f->hop, "bands", (int)f->bands, "f_min",
      (double)f->f_min, "f_max", (double)f->f_max, "gain", (double)f->gain);
  if (f->is_levelled) {
    json_object_set_new(
        json, "level",
        json_pack("{s:f,s:f,s:f,s:f,s:f,s:f,s:f}", "target", (double)l->target,
                  "seconds", (double)l->seconds, "gate", (double)l->gate,
                  "range", (double)l->range, "fall", (double)l->fall,
                  "max_gain", (double)l->max_gain, "min_gain",
                  (double)l->min_gain));
  }
  return json;
}

/// The last output rises with the level, and if there is another, the first
/// falls
static json_t*
make_level_outputs(const NetworkShape* const shape)
{
  const int last = (int)shape->dense[shape->n_dense - 1u] - 1;
  return last ? json_pack("[[i,f],[i,f]]", last, 0.125, 0, -0.25)
              : json_pack("[[i,f]]", last, 0.125);
}

/// Metadata values are JSON in strings; `value` is taken over
static void
add_text(json_t* const metadata, const char* const key, json_t* const value)
{
  assert(value);
  char* const text = json_dumps(value, JSON_COMPACT | JSON_REAL_PRECISION(9));
  assert(text);
  json_object_set_new(metadata, key, json_string(text));
  free(text);
  json_decref(value);
}

json_t*
random_metadata(const NetworkShape* const shape)
{
  const FrontEnd* const f = &shape->front_end;
  json_t* const m = json_pack(
      "{s:s,s:s}", "earmark",
      shape->n_banks || f->is_levelled ? NETWORK_FORMAT_2 : NETWORK_FORMAT_1,
      "name", "Random network");
  add_text(m, "front_end", make_front_end(f));
  if (f->is_levelled) {
    add_text(m, "level_outputs", make_level_outputs(shape));
  }
  add_text(m, "quantisation",
           shape->precision == PRECISION_INT8
               ? json_pack("{s:s,s:f}", "scheme", "int8", "input_scale", 50.0)
               : json_pack("{s:s}", "scheme", "float"));
  if (shape->n_banks) {
    add_text(m, "timbre", make_timbre(shape));
  }
  add_text(m, "branches", make_branches(shape));
  add_text(m, "head", make_head(shape));
  add_text(m, "outputs",
           shape->outputs ? json_loads(shape->outputs, 0, NULL)
                          : make_outputs(shape));
  if (!shape->outputs && shape->dense[shape->n_dense - 1u] > 1) {
    add_text(m, "silence", json_pack("{s:i,s:f}", "output", 1, "level", 0.01));
  }
  add_text(m, "update",
           json_pack("{s:i,s:f}", "frames", (int)shape->update_frames, "memory",
                     (double)shape->memory));
  add_text(m, "views",
           shape->views ? json_loads(shape->views, 0, NULL)
                        : make_views(shape));
  add_text(m, "calibration", json_object());
  add_text(m, "provenance",
           json_pack("{s:s,s:s}", "data", "none", "weights", "random"));
  return m;
}
