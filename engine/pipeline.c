// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "engine/pipeline.h"

#include "dsp/logmel.h"
#include "dsp/resampler.h"
#include "model/kernels/kernels.h"
#include "model/stream.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#define INPUT_LIMIT 16.0f

struct Pipeline {
  const Network* network;
  Publication* publication;
  Resampler* resampler;
  LogMel* logmel;
  Stream* stream;
  float* frame; ///< [bands]
  float clean[PIPELINE_BLOCK];
  float resampled[PIPELINE_BLOCK];
  float memory; ///< Seconds that the stream was told
  uint64_t n_frames;
  PipelineFrameFunc on_frame;
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
  pipeline->resampler = resampler_new(rate, network->front_end.rate);
  pipeline->logmel = logmel_new(&network->front_end);
  pipeline->stream = stream_new(network, kernels_best(), (double)max_memory);
  pipeline->frame = (float*)calloc(network->front_end.bands, sizeof(float));
  if (!pipeline->resampler || !pipeline->logmel || !pipeline->stream ||
      !pipeline->frame) {
    pipeline_free(pipeline);
    return NULL;
  }
  return pipeline;
}

void
pipeline_free(Pipeline* pipeline)
{
  if (pipeline) {
    free(pipeline->frame);
    stream_free(pipeline->stream);
    logmel_free(pipeline->logmel);
    resampler_free(pipeline->resampler);
    free(pipeline);
  }
}

static void
forget_frames(Pipeline* pipeline)
{
  logmel_reset(pipeline->logmel);
  stream_reset(pipeline->stream);
  pipeline->n_frames = 0;
}

void
pipeline_reset(Pipeline* pipeline)
{
  resampler_reset(pipeline->resampler);
  forget_frames(pipeline);
}

void
pipeline_forget(Pipeline* pipeline)
{
  resampler_forget(pipeline->resampler);
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
pipeline_on_frame(Pipeline* pipeline, PipelineFrameFunc func, void* data)
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

/// Take one frame in; returns 1 if it made an update
EARMARK_REALTIME static uint32_t
feed_frame(Pipeline* pipeline, const float* frame)
{
  if (pipeline->on_frame) {
    // Training and tests have one, no plugin
    EARMARK_DISABLE_EFFECT_WARNINGS
    pipeline->on_frame(pipeline->on_frame_data, frame);
    EARMARK_RESTORE_EFFECT_WARNINGS
  }

  stream_push(pipeline->stream, frame);
  if (++pipeline->n_frames % pipeline->network->update_frames) {
    return 0;
  }
  publish(pipeline);
  return 1;
}

/// Take resampled audio in; returns how many updates it made
static uint32_t
feed_resampled(Pipeline* pipeline, const float* samples, uint32_t n)
{
  uint32_t n_updates = 0;
  for (uint32_t used = 0; n; samples += used, n -= used) {
    if (logmel_push(pipeline->logmel, samples, n, &used, pipeline->frame)) {
      n_updates += feed_frame(pipeline, pipeline->frame);
    }
  }
  return n_updates;
}

/// Make NaN silence and bound the rest, so that no sum overflows
static void
clean(const float* samples, uint32_t n, float* cleaned)
{
  for (uint32_t i = 0; i < n; ++i) {
    const float x = samples[i];
    const float low = x >= -INPUT_LIMIT ? x : -INPUT_LIMIT;
    cleaned[i] = isnan(x) ? 0.0f : low <= INPUT_LIMIT ? low : INPUT_LIMIT;
  }
}

uint32_t
pipeline_feed(Pipeline* pipeline, const float* samples, uint32_t n)
{
  uint32_t n_updates = 0;
  uint32_t n_out = PIPELINE_BLOCK;
  clean(samples, n, pipeline->clean);
  for (uint32_t i = 0; i < n || n_out == PIPELINE_BLOCK;) {
    uint32_t used = 0;
    n_out = resampler_process(pipeline->resampler, pipeline->clean + i, n - i,
                              &used, pipeline->resampled, PIPELINE_BLOCK);
    n_updates += feed_resampled(pipeline, pipeline->resampled, n_out);
    i += used;
    if (!used && !n_out) {
      break; // The converter failed: lose the block rather than hang
    }
  }
  return n_updates;
}
