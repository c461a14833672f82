// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/learn/examples.h"

#include "model/stream.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// Of an excerpt after its first update: so many memories, but no less than so
// many times the longest branch, so that all windows and means are full
#define EXCERPT_MEMORIES 2.0
#define EXCERPT_BRANCHES 3u

/// A file being analysed.  Excerpts follow each other.  When there is no room
/// for another, every second is dropped, and from then on half as many are
/// analysed: they stay spread over the whole file, however long it is.
typedef struct {
  Examples* examples;
  const Network* network;
  Stream* stream;
  Frame* frames;    ///< [length]: the newest, a ring
  float* bands;     ///< Theirs [length][bands]
  uint32_t length;  ///< Frames of an excerpt
  uint32_t warm_up; ///< Frames before there are features
  uint64_t n_frames;
  uint32_t n_excerpts;
  uint32_t step; ///< Every how many excerpts one is analysed
} Collector;

/// Frames before the `i`th example of an excerpt: a geometric series
static uint32_t
age(const Collector* c, uint32_t i)
{
  const double ratio = (double)c->length / c->warm_up;
  const double power = (double)i / (EXAMPLES_PER_EXCERPT - 1);
  return (uint32_t)lrint(c->warm_up * pow(ratio, power));
}

static void
thin_out(Collector* c)
{
  const size_t size =
      (size_t)EXAMPLES_PER_EXCERPT * c->network->n_features * sizeof(float);
  char* const excerpts = (char*)c->examples->features;
  for (uint32_t i = 1; 2 * i < c->n_excerpts; ++i) {
    memcpy(excerpts + i * size, excerpts + 2 * i * size, size);
  }
  c->n_excerpts = (c->n_excerpts + 1) / 2;
  c->step *= 2;
}

/// Analyse an excerpt, from frame `first` of the `n` that are held, round and
/// round
static void
analyse_excerpt(Collector* c, uint32_t first, uint32_t n)
{
  const size_t n_features = c->network->n_features;
  float* const excerpt = c->examples->features +
                         c->n_excerpts++ * EXAMPLES_PER_EXCERPT * n_features;
  stream_reset(c->stream);
  for (uint32_t i = 0, e = 0; i < c->length;) {
    stream_push(c->stream, &c->frames[(first + i) % n]);
    for (++i; e < EXAMPLES_PER_EXCERPT && i >= age(c, e); ++e) {
      memcpy(excerpt + e * n_features, stream_features(c->stream),
             n_features * sizeof(float));
    }
  }
  c->examples->n = c->n_excerpts * EXAMPLES_PER_EXCERPT;
}

/// Analyse the excerpt that ends now, unless it is one of those to be left out
static void
end_excerpt(Collector* c)
{
  const uint64_t index = (c->n_frames - 1) / c->length;
  if (index % c->step == 0 && c->n_excerpts == EXAMPLES_MAX_EXCERPTS) {
    thin_out(c);
  }
  if (index % c->step == 0) {
    analyse_excerpt(c, (uint32_t)(c->n_frames % c->length), c->length);
  }
}

static void
on_frame(void* data, const Frame* frame)
{
  Collector* const c = (Collector*)data;
  const size_t n_bands = c->network->front_end.bands;
  const size_t place = (size_t)(c->n_frames++ % c->length);
  float* const bands = c->bands + place * n_bands;
  memcpy(bands, frame->bands, n_bands * sizeof(float));
  c->frames[place] = *frame;
  c->frames[place].bands = bands;
  if (c->n_frames % c->length == 0) {
    end_excerpt(c);
  }
}

/// What is left at the end: the last excerpt overlaps the one before, and that
/// of a short file repeats it
static void
end_file(Collector* c)
{
  if (c->n_frames > c->length && c->n_frames % c->length) {
    end_excerpt(c);
  } else if (c->n_frames >= c->warm_up && c->n_frames < c->length) {
    analyse_excerpt(c, 0, (uint32_t)c->n_frames);
  }
}

/// Frames before the engine's first update
static uint32_t
count_warm_up(Stream* stream, const Network* network, const float* bands)
{
  const Frame frame = {.bands = bands, .gain = 1.0f};
  uint32_t n = 0;
  for (stream_reset(stream); !stream_has_features(stream); ++n) {
    stream_push(stream, &frame);
  }
  const uint32_t step = network->update_frames;
  return (n + step - 1) / step * step;
}

/// Frames of an excerpt after the first update
static uint32_t
count_rest(const Network* network)
{
  const FrontEnd* const front_end = &network->front_end;
  const double seconds = EXCERPT_MEMORIES * (double)network->memory;
  uint32_t n = (uint32_t)(seconds * front_end->rate / front_end->hop);
  n = network->timbre.window > n ? network->timbre.window : n;
  for (uint32_t i = 0; i < network->n_branches; ++i) {
    const uint32_t frames = EXCERPT_BRANCHES * network->branches[i].frames;
    n = frames > n ? frames : n;
  }
  return n;
}

static bool
collector_init(Collector* c, Examples* examples, const Network* network)
{
  const uint32_t bands = network->front_end.bands;
  *c = (Collector){.examples = examples, .network = network, .step = 1};
  c->stream = stream_new(network, kernels_best(), (double)network->memory);
  float* const silence = (float*)calloc(bands, sizeof(float));
  if (c->stream && silence) {
    c->warm_up = count_warm_up(c->stream, network, silence);
    c->length = c->warm_up + count_rest(network);
    c->frames = (Frame*)calloc(c->length, sizeof(Frame));
    c->bands = (float*)calloc((size_t)c->length * bands, sizeof(float));
    examples->features = (float*)calloc(
        EXAMPLES_PER_FILE, (size_t)network->n_features * sizeof(float));
  }
  free(silence);
  if (!c->frames || !c->bands || !examples->features) {
    error_set(&examples->error, ERROR_NO_MEMORY);
    return false;
  }
  return true;
}

void
examples_extract(Examples* examples,
                 const char* path,
                 const AnalysisSettings* settings)
{
  Collector collector;
  *examples = (Examples){.n = 0};
  if (collector_init(&collector, examples, settings->network)) {
    const AnalysisCallbacks callbacks = {.data = &collector,
                                         .on_frame = on_frame};
    const double seconds =
        analyse_file(path, settings, &callbacks, &examples->error);
    end_file(&collector);
    if (!examples->n && !examples->error.text[0]) {
      error_set(&examples->error, "%.2f s of audio are too short", seconds);
    }
  }
  free(collector.bands);
  free(collector.frames);
  stream_free(collector.stream);
}

void
examples_clear(Examples* examples)
{
  free(examples->features);
  *examples = (Examples){.n = 0};
}
