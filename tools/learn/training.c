// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/learn/training.h"

#include "tools/learn/parallel.h"

#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#define NO_FOLD TRAINING_FOLDS

/// Put the files of a group into a fold
static void
assign(Training* training, uint32_t group, uint32_t fold)
{
  for (uint32_t i = 0; i < training->labels->n_files; ++i) {
    if (training->labels->groups[i] == group) {
      training->folds[i] = fold;
    }
  }
}

/// The fold with the fewest files that have a tag; of those the smallest
static uint32_t
neediest(const Training* training, uint32_t tag)
{
  const LabelTable* const labels = training->labels;
  uint64_t loads[TRAINING_FOLDS + 1] = {0};
  for (uint32_t i = 0; i < labels->n_files; ++i) {
    const bool has =
        tag < labels->n_tags && labels->marks[(size_t)i * labels->n_tags + tag];
    loads[training->folds[i]] += 1 + (has ? (uint64_t)labels->n_files : 0);
  }
  uint32_t best = 0;
  for (uint32_t f = 1; f < TRAINING_FOLDS; ++f) {
    best = loads[f] < loads[best] ? f : best;
  }
  return best;
}

/// Share the groups that have a tag (or any, past the last) over the folds
static void
share(Training* training, uint32_t tag)
{
  const LabelTable* const labels = training->labels;
  for (uint32_t i = 0; i < labels->n_files; ++i) {
    if (training->folds[i] == NO_FOLD &&
        (tag >= labels->n_tags ||
         labels->marks[(size_t)i * labels->n_tags + tag])) {
      assign(training, labels->groups[i], neediest(training, tag));
    }
  }
}

/// Rare tags first: common ones get into every fold in any case
static void
choose_folds(Training* training)
{
  const LabelTable* const labels = training->labels;
  for (uint32_t i = 0; i < labels->n_files; ++i) {
    training->folds[i] = NO_FOLD;
  }
  bool done[NETWORK_MAX_TAGS] = {false};
  for (uint32_t n = 0; n < labels->n_tags; ++n) {
    uint32_t rarest = 0;
    uint32_t least = UINT32_MAX;
    for (uint32_t t = 0; t < labels->n_tags; ++t) {
      const uint32_t count =
          done[t] ? UINT32_MAX : label_table_count(labels, t);
      if (count < least) {
        least = count;
        rarest = t;
      }
    }
    done[rarest] = true;
    share(training, rarest);
  }
  share(training, labels->n_tags);
}

static void
collect(Training* training, const Examples* examples)
{
  const LabelTable* const labels = training->labels;
  uint32_t row = 0;
  for (uint32_t i = 0; i < labels->n_files; ++i) {
    for (uint32_t j = 0; j < examples[i].n; ++j, ++row) {
      training->features[row] =
          examples[i].features + (size_t)j * training->n_features;
      training->marks[row] = labels->marks + (size_t)i * labels->n_tags;
      training->files[row] = i;
      training->weights[row] = 1.0f / (float)examples[i].n;
    }
  }
}

Training*
training_new(const LabelTable* labels,
             const Examples* examples,
             uint32_t n_features)
{
  Training* const training = (Training*)calloc(1, sizeof(Training));
  if (!training) {
    return NULL;
  }
  for (uint32_t i = 0; i < labels->n_files; ++i) {
    training->n += examples[i].n;
  }
  training->labels = labels;
  training->n_features = n_features;
  training->features = (const float**)calloc(training->n, sizeof(const float*));
  training->marks = (const uint8_t**)calloc(training->n, sizeof(uint8_t*));
  training->files = (uint32_t*)calloc(training->n, sizeof(uint32_t));
  training->weights = (float*)calloc(training->n, sizeof(float));
  training->folds = (uint32_t*)calloc(labels->n_files, sizeof(uint32_t));
  if (!training->features || !training->marks || !training->files ||
      !training->weights || !training->folds) {
    training_free(training);
    return NULL;
  }
  choose_folds(training);
  collect(training, examples);
  return training;
}

void
training_free(Training* training)
{
  if (training) {
    free(training->folds);
    free(training->weights);
    free(training->files);
    free(training->marks);
    free(training->features);
    free(training);
  }
}

/// A head fitted to the examples that are not in a fold
static Logistic*
fit_without(const Training* training, uint32_t fold, float decay)
{
  Problem problem = {.n_features = training->n_features,
                     .n_tags = training->labels->n_tags,
                     .balanced = true,
                     .decay = decay};
  const float** const features =
      (const float**)calloc(training->n, sizeof(const float*));
  const uint8_t** const marks =
      (const uint8_t**)calloc(training->n, sizeof(uint8_t*));
  float* const weights = (float*)calloc(training->n, sizeof(float));
  Logistic* logistic = NULL;
  if (features && marks && weights) {
    for (uint32_t i = 0; i < training->n; ++i) {
      if (training->folds[training->files[i]] != fold) {
        features[problem.n] = training->features[i];
        marks[problem.n] = training->marks[i];
        weights[problem.n++] = training->weights[i];
      }
    }
    problem.features = features;
    problem.marks = marks;
    problem.weights = weights;
    logistic = logistic_fit(&problem);
  }
  free(weights);
  free(marks);
  free(features);
  return logistic;
}

Logistic*
training_fit(const Training* training, float decay)
{
  return fit_without(training, NO_FOLD, decay);
}

/// A cross-validation under way
typedef struct {
  const Training* training;
  const float* decays;
  float** probabilities;
  atomic_bool failed;
} Validation;

/// One decay, one fold
static void
validate_fold(void* data, uint32_t i)
{
  Validation* const self = (Validation*)data;
  const Training* const training = self->training;
  const uint32_t n_tags = training->labels->n_tags;
  const uint32_t fold = i % TRAINING_FOLDS;
  const uint32_t decay = i / TRAINING_FOLDS;
  Logistic* const logistic = fit_without(training, fold, self->decays[decay]);
  if (!logistic) {
    atomic_store(&self->failed, true);
    return;
  }
  for (uint32_t r = 0; r < training->n; ++r) {
    if (training->folds[training->files[r]] == fold) {
      float* const row = self->probabilities[decay] + (size_t)r * n_tags;
      logistic_logits(logistic, training->features[r], row);
      for (uint32_t t = 0; t < n_tags; ++t) {
        row[t] = 1.0f / (1.0f + expf(-row[t]));
      }
    }
  }
  logistic_free(logistic);
}

bool
training_validate(const Training* training,
                  uint32_t n,
                  const float* decays,
                  float** probabilities)
{
  Validation validation = {training, decays, probabilities, false};
  parallel_for(n * TRAINING_FOLDS, validate_fold, &validation);
  return !atomic_load(&validation.failed);
}

void
training_means(const Training* training,
               const float* rows,
               uint32_t tag,
               float* means)
{
  const LabelTable* const labels = training->labels;
  memset(means, 0, labels->n_files * sizeof(float));
  for (uint32_t r = 0; r < training->n; ++r) {
    means[training->files[r]] +=
        training->weights[r] * rows[(size_t)r * labels->n_tags + tag];
  }
}
