// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/learn/trained_head.h"

#include "tools/learn/metrics.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define N_DECAYS 4u
#define CALIBRATION_DECAY 1e-3f
#define LEAST_SLOPE 0.05f
#define MOST_SLOPE 20.0f
#define MOST_OFFSET 30.0f
#define LEAST_RISE 1e-4f /* of knots */
#define FLOOR 1e-6f      /* probabilities nearer to 0 or 1 count as this */

static const float decays[N_DECAYS] = {0.001f, 0.01f, 0.1f, 1.0f};

static float
logit(float p)
{
  const float q = fminf(fmaxf(p, FLOOR), 1.0f - FLOOR);
  return logf(q / (1.0f - q));
}

static double
tag_roc_auc(const Training* training,
            const float* rows,
            uint32_t tag,
            float* means)
{
  const LabelTable* const labels = training->labels;
  training_means(training, rows, tag, means);
  return metrics_roc_auc(means, labels->marks + tag, labels->n_tags,
                         labels->n_files);
}

/// The decay with the best mean ROC-AUC
static uint32_t
choose_decay(const Training* training, float* const* rows, float* means)
{
  uint32_t best = 0;
  double most = -1.0;
  for (uint32_t d = 0; d < N_DECAYS; ++d) {
    double sum = 0.0;
    for (uint32_t t = 0; t < training->labels->n_tags; ++t) {
      sum += tag_roc_auc(training, rows[d], t, means);
    }
    if (sum > most) {
      most = sum;
      best = d;
    }
  }
  return best;
}

/// Slope and offset that make the probabilities of a tag true (Platt scaling):
/// heads are trained as if examples with and without it were equally frequent
static bool
calibrate(const Training* training, float* rows, uint32_t tag, LearntTag* out)
{
  const uint32_t n_tags = training->labels->n_tags;
  float* const logits = (float*)calloc(training->n, sizeof(float));
  const float** const features =
      (const float**)calloc(training->n, sizeof(const float*));
  const uint8_t** const marks =
      (const uint8_t**)calloc(training->n, sizeof(uint8_t*));
  Logistic* fit = NULL;
  if (logits && features && marks) {
    for (uint32_t r = 0; r < training->n; ++r) {
      logits[r] = logit(rows[(size_t)r * n_tags + tag]);
      features[r] = &logits[r];
      marks[r] = training->marks[r] + tag;
    }
    const Problem problem = {.n = training->n,
                             .n_features = 1,
                             .n_tags = 1,
                             .features = features,
                             .marks = marks,
                             .weights = training->weights,
                             .decay = CALIBRATION_DECAY};
    fit = logistic_fit(&problem);
  }
  if (fit) {
    out->slope = fminf(fmaxf(fit->weights[0], LEAST_SLOPE), MOST_SLOPE);
    out->offset = fminf(fmaxf(fit->bias[0], -MOST_OFFSET), MOST_OFFSET);
    for (uint32_t r = 0; r < training->n; ++r) {
      const float z = out->slope * logits[r] + out->offset;
      rows[(size_t)r * n_tags + tag] = 1.0f / (1.0f + expf(-z));
    }
  }
  const bool good = fit;
  logistic_free(fit);
  free(marks);
  free(features);
  free(logits);
  return good;
}

/// ROC-AUC, calibration and threshold of each tag, from the cross-validated
/// probabilities of the best decay
static bool
rate_tags(const Training* training,
          float* rows,
          float* means,
          TrainedHead* head)
{
  const LabelTable* const labels = training->labels;
  for (uint32_t t = 0; t < labels->n_tags; ++t) {
    LearntTag* const tag = &head->tags[t];
    tag->name = labels->tags[t];
    tag->step = labels->steps[t];
    head->roc_auc[t] = tag_roc_auc(training, rows, t, means);
    if (!calibrate(training, rows, t, tag)) {
      return false;
    }
    training_means(training, rows, t, means);
    tag->threshold = metrics_best_threshold(means, labels->marks + t,
                                            labels->n_tags, labels->n_files);
  }
  return true;
}

static int
compare(const void* a, const void* b)
{
  const float x = *(const float*)a;
  const float y = *(const float*)b;
  return (x > y) - (x < y);
}

/// The mean of a scale's logits over its steps, of each example
static void
sum_steps(const Training* training,
          const float* rows,
          uint32_t scale,
          float* sums)
{
  const LabelTable* const labels = training->labels;
  for (uint32_t r = 0; r < training->n; ++r) {
    uint32_t n = 0;
    sums[r] = 0.0f;
    for (uint32_t t = 0; t < labels->n_tags; ++t) {
      if (labels->steps[t] == scale + 1) {
        sums[r] += logit(rows[(size_t)r * labels->n_tags + t]);
        ++n;
      }
    }
    sums[r] /= n ? (float)n : 1.0f;
  }
}

/// Quantiles of sums[n], which come out sorted; rising, whatever they are
static void
find_knots(float* sums, uint32_t n, float knots[LEARNT_KNOTS])
{
  qsort(sums, n, sizeof(float), compare);
  for (uint32_t k = 0; k < LEARNT_KNOTS; ++k) {
    const float wanted = sums[(uint64_t)(n - 1) * k / (LEARNT_KNOTS - 1)];
    knots[k] = k ? fmaxf(wanted, knots[k - 1] + LEAST_RISE) : wanted;
  }
}

/// Knots and rank correlation of each scale, from the cross-validated
/// probabilities of the best decay
static bool
rate_scales(const Training* training, const float* rows, TrainedHead* head)
{
  const LabelTable* const labels = training->labels;
  float* const sums = (float*)calloc(training->n, sizeof(float));
  float* const means = (float*)calloc(labels->n_files, 2 * sizeof(float));
  const bool good = sums && means;
  for (uint32_t s = 0; good && s < labels->n_scales; ++s) {
    float* const ratings = means + labels->n_files;
    memset(means, 0, labels->n_files * sizeof(float));
    sum_steps(training, rows, s, sums);
    for (uint32_t r = 0; r < training->n; ++r) {
      means[training->files[r]] += training->weights[r] * sums[r];
    }
    for (uint32_t i = 0; i < labels->n_files; ++i) {
      ratings[i] = labels->ratings[(size_t)i * NETWORK_MAX_SCALES + s];
    }
    head->scales[s].name = labels->scales[s];
    head->spearman[s] = metrics_spearman(means, ratings, labels->n_files);
    find_knots(sums, training->n, head->scales[s].knots);
  }
  free(means);
  free(sums);
  return good;
}

/// The features' spread and largest values, for the head's input scales
static void
measure(const Training* training, TrainedHead* head)
{
  for (uint32_t f = 0; f < training->n_features; ++f) {
    double sum = 0.0;
    double squares = 0.0;
    for (uint32_t r = 0; r < training->n; ++r) {
      const float x = training->features[r][f];
      head->largest[f] = fmaxf(head->largest[f], x);
      sum += (double)x;
      squares += (double)x * (double)x;
    }
    const double mean = sum / training->n;
    head->spread[f] =
        (float)sqrt(fmax(squares / training->n - mean * mean, 0.0));
  }
}

static bool
fit_and_rate(const Training* training,
             float** rows,
             float* means,
             TrainedHead* head)
{
  if (!training_validate(training, N_DECAYS, decays, rows)) {
    return false;
  }
  const uint32_t best = choose_decay(training, rows, means);
  head->decay = decays[best];
  measure(training, head);
  head->logistic = training_fit(training, head->decay);
  return head->logistic && rate_scales(training, rows[best], head) &&
         rate_tags(training, rows[best], means, head);
}

bool
trained_head_fit(const Training* training, TrainedHead* head, Error* error)
{
  const uint32_t n_tags = training->labels->n_tags;
  const size_t n = (size_t)training->n * n_tags;
  float* const block = (float*)calloc(N_DECAYS * n, sizeof(float));
  float* const means = (float*)calloc(training->labels->n_files, sizeof(float));
  *head = (TrainedHead){
      .tags = (LearntTag*)calloc(n_tags, sizeof(LearntTag)),
      .roc_auc = (double*)calloc(n_tags, sizeof(double)),
      .scales = (LearntScale*)calloc(NETWORK_MAX_SCALES, sizeof(LearntScale)),
      .spearman = (double*)calloc(NETWORK_MAX_SCALES, sizeof(double)),
      .spread = (float*)calloc(training->n_features, sizeof(float)),
      .largest = (float*)calloc(training->n_features, sizeof(float)),
  };
  bool good = block && means && head->tags && head->roc_auc && head->scales &&
              head->spearman && head->spread && head->largest;
  if (good) {
    float* rows[N_DECAYS];
    for (uint32_t d = 0; d < N_DECAYS; ++d) {
      rows[d] = block + d * n;
    }
    good = fit_and_rate(training, rows, means, head);
  }
  if (!good) {
    error_set(error, ERROR_NO_MEMORY);
  }
  free(means);
  free(block);
  return good;
}

void
trained_head_clear(TrainedHead* head)
{
  free(head->largest);
  free(head->spread);
  free(head->spearman);
  free(head->scales);
  free(head->roc_auc);
  free(head->tags);
  logistic_free(head->logistic);
}
