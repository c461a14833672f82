// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/export/tag_curve.h"

#include "model/kernels/kernels.h"
#include "model/stream.h"
#include "model/view.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct TagCurve {
  const View* view;
  TagCurveFunc func;
  void* data;
  double step;    ///< Seconds from update to update
  double delay;   ///< An update's time is that much later than its middle
  double begin;   ///< Of the stretch of sound or silence
  double last;    ///< Time of the newest point, if has_point
  bool has_point; ///< In this stretch
  bool has_tags;  ///< Has there been an update in this stretch?
  float* tags;    ///< [view_values()] as of the newest one, or of silence
  float* silence; ///< [view_values()]
  bool is_sound;
};

/// Half of what an update hears: the memory's means are of maxima over windows,
/// the longest of which is the longest branch's
static double
find_delay(const Network* network, float memory)
{
  uint32_t longest = 0;
  for (uint32_t i = 0; i < network->n_branches; ++i) {
    const uint32_t frames = network->branches[i].frames;
    longest = frames > longest ? frames : longest;
  }
  const double hop = (double)network->front_end.hop / network->front_end.rate;
  return ((double)memory + longest * hop) / 2.0;
}

/// Tags and scales
static void
find_values(const View* view, const float* probabilities, float* values)
{
  view_merge(view, probabilities, values);
  view_scales(view, probabilities, values + view->n_tags);
}

/// values[view_values()] of silence between sounds; false if memory is short
static bool
find_silence(const Network* network, const View* view, float* values)
{
  float* const probabilities =
      (float*)calloc(network->n_outputs, sizeof(float));
  if (!probabilities) {
    return false;
  }
  if (network->silence >= 0) {
    probabilities[network->silence] = 1.0f;
  }
  view_merge(view, probabilities, values);
  for (uint32_t i = 0; i < view->n_scales; ++i) {
    values[view->n_tags + i] = view->scales[i].rest;
  }
  free(probabilities);
  return true;
}

TagCurve*
tag_curve_new(const Network* network,
              const View* view,
              float memory,
              TagCurveFunc func,
              void* data)
{
  TagCurve* const curve = (TagCurve*)calloc(1, sizeof(TagCurve));
  if (!curve) {
    return NULL;
  }
  const FrontEnd* const front_end = &network->front_end;
  curve->view = view;
  curve->func = func;
  curve->data = data;
  curve->step =
      (double)front_end->hop * network->update_frames / front_end->rate;
  curve->delay = find_delay(network, memory);
  curve->tags = (float*)calloc(view_values(view), sizeof(float));
  curve->silence = (float*)calloc(view_values(view), sizeof(float));
  curve->is_sound = true;
  if (!curve->tags || !curve->silence ||
      !find_silence(network, view, curve->silence)) {
    tag_curve_free(curve);
    return NULL;
  }
  return curve;
}

void
tag_curve_free(TagCurve* curve)
{
  if (curve) {
    free(curve->silence);
    free(curve->tags);
    free(curve);
  }
}

static void
add_point(TagCurve* curve, double time, const float* tags)
{
  curve->func(curve->data, time, tags);
  curve->last = time;
  curve->has_point = true;
}

/// The stretch's first point, where there is none yet
static void
begin_stretch(TagCurve* curve, const float* tags)
{
  if (!curve->has_point) {
    add_point(curve, curve->begin, tags);
  }
}

/// It stays as it is up to the stretch's end
static void
fill(TagCurve* curve, double end, const float* tags)
{
  begin_stretch(curve, tags);
  const double first = curve->last;
  for (uint64_t i = 1; first + (double)i * curve->step < end; ++i) {
    add_point(curve, first + (double)i * curve->step, tags);
  }
}

void
tag_curve_update(TagCurve* curve, double time, const float* probabilities)
{
  const double middle = time - curve->delay;
  if (middle > curve->begin && curve->has_tags) {
    begin_stretch(curve, curve->tags); // What was heard around its beginning
  }
  find_values(curve->view, probabilities, curve->tags);
  curve->has_tags = true;
  if (middle > curve->begin) {
    begin_stretch(curve, curve->tags);
    add_point(curve, middle, curve->tags);
  }
}

void
tag_curve_sound(TagCurve* curve, double time, bool is_sound)
{
  if (time > curve->begin) {
    fill(curve, time, curve->is_sound ? curve->tags : curve->silence);
  }
  const View* const view = curve->view;
  memset(curve->tags, 0, view->n_tags * sizeof(float));
  memcpy(curve->tags + view->n_tags, curve->silence + view->n_tags,
         view->n_scales * sizeof(float));
  curve->begin = fmax(time, curve->last);
  curve->is_sound = is_sound;
  curve->has_point = false;
  curve->has_tags = false;
}

void
tag_curve_end(TagCurve* curve, double seconds)
{
  tag_curve_sound(curve, seconds, false);
}

/// Frames after which nothing but silence is remembered
static uint32_t
count_settling(const Network* network)
{
  const FrontEnd* const front_end = &network->front_end;
  const double frames =
      (double)network->memory * front_end->rate / front_end->hop;
  uint32_t longest = 0;
  for (uint32_t i = 0; i < network->n_branches; ++i) {
    const uint32_t n = network->branches[i].frames;
    longest = n > longest ? n : longest;
  }
  const TimbreSpec* const timbre = &network->timbre;
  return (uint32_t)frames + 4 * longest + timbre->frames + timbre->window;
}

bool
tag_curve_all_silent(const Network* network, const View* view, float* values)
{
  Stream* const stream =
      stream_new(network, kernels_best(), (double)network->memory);
  float* const bands = (float*)calloc(network->front_end.bands, sizeof(float));
  float* const probabilities =
      (float*)calloc(network->n_outputs, sizeof(float));
  const bool good = stream && bands && probabilities;
  if (good) {
    const Frame frame = {.bands = bands, .gain = 1.0f};
    for (uint32_t i = count_settling(network); i; --i) {
      stream_push(stream, &frame);
    }
    stream_probabilities(stream, probabilities);
    find_values(view, probabilities, values);
  }
  free(probabilities);
  free(bands);
  stream_free(stream);
  return good;
}
