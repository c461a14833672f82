// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/learn/learnt_view.h"

#include "tools/learn/tag_symbol.h"

/// Is there a tag that is no step of a scale?
static bool
has_own_tags(const LearntNetwork* learnt)
{
  bool found = false;
  for (uint32_t i = 0; i < learnt->head->n_tags; ++i) {
    found = found || !learnt->tags[i].step;
  }
  return found;
}

static json_t*
make_tag(const LearntNetwork* learnt, uint32_t output, const json_t* tags)
{
  const LearntTag* const tag = &learnt->tags[output];
  char symbol[SYMBOL_SIZE];
  tag_symbol_make(symbol, tag->name, tags);
  return json_pack("{s:s, s:s, s:s, s:[[i, f]], s:[f, f], s:f, s:b}", "name",
                   tag->name, "symbol", symbol, "group",
                   tag->step ? learnt->scales[tag->step - 1].name : "",
                   "members", (int)output, 1.0, "calibration",
                   (double)tag->slope, (double)tag->offset, "threshold",
                   (double)tag->threshold, "ranked", !tag->step);
}

/// The mean of its steps' logits; NULL if none of them is left
static json_t*
make_scale(const LearntNetwork* learnt, uint32_t scale, const json_t* tags)
{
  const LearntScale* const own = &learnt->scales[scale];
  char symbol[SYMBOL_SIZE];
  uint32_t n = 0;
  for (uint32_t i = 0; i < learnt->head->n_tags; ++i) {
    n += learnt->tags[i].step == scale + 1 ? 1u : 0u;
  }
  json_t* const members = json_array();
  for (uint32_t i = 0; i < learnt->head->n_tags; ++i) {
    if (learnt->tags[i].step == scale + 1) {
      json_array_append_new(members, json_pack("[i, f]", (int)i, 1.0 / n));
    }
  }
  json_t* const knots = json_array();
  for (uint32_t k = 0; k < LEARNT_KNOTS; ++k) {
    json_array_append_new(knots, json_real((double)own->knots[k]));
  }
  tag_symbol_make(symbol, own->name, tags);
  json_t* const all =
      json_pack("{s:s, s:s, s:o, s:o}", "name", own->name, "symbol", symbol,
                "members", members, "knots", knots);
  if (!n) {
    json_decref(all);
  }
  return n ? all : NULL;
}

void
learnt_view_write(TensorWriter* writer, const LearntNetwork* learnt)
{
  const bool with_steps = !has_own_tags(learnt); // A view has a tag at least
  json_t* const outputs = json_array();
  json_t* const tags = json_array();
  json_t* const scales = json_array();
  for (uint32_t i = 0; i < learnt->head->n_tags; ++i) {
    json_array_append_new(outputs, json_string(learnt->tags[i].name));
    if (with_steps || !learnt->tags[i].step) {
      json_array_append_new(tags, make_tag(learnt, i, tags));
    }
  }
  for (uint32_t i = 0; i < learnt->n_scales; ++i) {
    json_t* const scale = make_scale(learnt, i, tags);
    if (scale) {
      json_array_append_new(scales, scale);
    }
  }
  tensor_writer_json(writer, "outputs", outputs);
  tensor_writer_json(writer, "views",
                     json_pack("[{s:s, s:s, s:o, s:o}]", "name", "default",
                               "title", learnt->name, "tags", tags, "scales",
                               scales));
}
