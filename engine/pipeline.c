// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "engine/pipeline.h"

#include "dsp/framer.h"
#include "model/kernels/kernels.h"
#include "model/stream.h"

#include <stdbool.h>
#include <stdlib.h>

struct Pipeline {
  const Network* network;
  Publication* publication;
  Framer* framer;
  Stream* stream;
  float memory; ///< Seconds that the stream was told
  uint64_t n_frames;
  uint32_t n_updates; ///< Of the samples being taken in
  FramerFunc on_frame;
  void* on_frame_data;
};

Pipeline*
pipeline_new(const Network* network,
             double rate,
             float max_memory,
             Publication* publication)
{
  Pipeline* const pipeline = (Pipeline*)calloc(1, sizeof(Pipeline));
  if (!pipeline) {
    return NULL;
  }

  pipeline->network = network;
  pipeline->publication = publication;
  pipeline->framer = framer_new(&network->front_end, rate);
  pipeline->stream = stream_new(network, kernels_best(), (double)max_memory);
  if (!pipeline->framer || !pipeline->stream) {
    pipeline_free(pipeline);
    return NULL;
  }
  return pipeline;
}

void
pipeline_free(Pipeline* pipeline)
{
  if (pipeline) {
    stream_free(pipeline->stream);
    framer_free(pipeline->framer);
    free(pipeline);
  }
}

static void
forget_frames(Pipeline* pipeline)
{
  stream_reset(pipeline->stream);
  pipeline->n_frames = 0;
}

void
pipeline_reset(Pipeline* pipeline)
{
  framer_reset(pipeline->framer);
  forget_frames(pipeline);
}

void
pipeline_forget(Pipeline* pipeline)
{
  framer_forget(pipeline->framer);
  forget_frames(pipeline);
}

void
pipeline_set_memory(Pipeline* pipeline, float seconds)
{
  if (seconds != pipeline->memory) {
    pipeline->memory = seconds;
    stream_set_memory(pipeline->stream, (double)seconds);
  }
}

void
pipeline_on_frame(Pipeline* pipeline, FramerFunc func, void* data)
{
  pipeline->on_frame = func;
  pipeline->on_frame_data = data;
}

const float*
pipeline_features(Pipeline* pipeline)
{
  return stream_features(pipeline->stream);
}

static void
publish(Pipeline* pipeline)
{
  const FrontEnd* const front_end = &pipeline->network->front_end;
  const uint64_t n_samples =
      (pipeline->n_frames - 1) * front_end->hop + front_end->window;

  Update* const update = publication_draft(pipeline->publication);
  update->time = (double)n_samples / front_end->rate;
  stream_probabilities(pipeline->stream, update->probabilities);
  publication_send(pipeline->publication);
}

EARMARK_REALTIME static void
feed_frame(void* data, const Frame* frame)
{
  Pipeline* const pipeline = (Pipeline*)data;
  if (pipeline->on_frame) {
    // Training and tests have one, no plugin
    EARMARK_DISABLE_EFFECT_WARNINGS
    pipeline->on_frame(pipeline->on_frame_data, frame);
    EARMARK_RESTORE_EFFECT_WARNINGS
  }

  stream_push(pipeline->stream, frame);
  if (++pipeline->n_frames % pipeline->network->update_frames == 0 &&
      stream_has_features(pipeline->stream)) {
    publish(pipeline);
    ++pipeline->n_updates;
  }
}

uint32_t
pipeline_feed(Pipeline* pipeline, const float* samples, uint32_t n)
{
  pipeline->n_updates = 0;
  framer_feed(pipeline->framer, samples, n, feed_frame, pipeline);
  return pipeline->n_updates;
}
