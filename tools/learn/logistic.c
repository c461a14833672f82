// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/learn/logistic.h"

#include <lbfgs.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MAX_ITERATIONS 60
#define ENOUGH 1e-5 /* relative change of the loss that ends the search */

/// A problem being solved, on features of mean 0 and standard deviation 1.  The
/// unknowns are weights [n_features][n_tags], then bias [n_tags].
typedef struct {
  const Problem* problem;
  float* mean;          ///< [n_features]
  float* factor;        ///< [n_features]: 1 / standard deviation
  float* class_weights; ///< [n_tags][2]: how much an example without, with a
                        ///< tag counts
  float* row;           ///< [n_features]
  float* logits;        ///< [n_tags]
  float* weights;
  float* gradient; ///< Of the loss, as large as the weights
} Fit;

static size_t
n_unknowns(const Problem* problem)
{
  return (size_t)(problem->n_features + 1) * problem->n_tags;
}

static void
fit_clear(Fit* fit)
{
  free(fit->gradient);
  free(fit->weights);
  free(fit->logits);
  free(fit->row);
  free(fit->class_weights);
  free(fit->factor);
  free(fit->mean);
}

static bool
fit_allocate(Fit* fit)
{
  const Problem* const p = fit->problem;
  fit->mean = (float*)calloc(p->n_features, sizeof(float));
  fit->factor = (float*)calloc(p->n_features, sizeof(float));
  fit->class_weights = (float*)calloc(p->n_tags, 2 * sizeof(float));
  fit->row = (float*)calloc(p->n_features, sizeof(float));
  fit->logits = (float*)calloc(p->n_tags, sizeof(float));
  fit->weights = (float*)calloc(n_unknowns(p), sizeof(float));
  fit->gradient = (float*)calloc(n_unknowns(p), sizeof(float));
  return fit->mean && fit->factor && fit->class_weights && fit->row &&
         fit->logits && fit->weights && fit->gradient;
}

/// Mean and standard deviation of a feature
static void
measure(Fit* fit, uint32_t feature)
{
  const Problem* const p = fit->problem;
  double sum = 0.0;
  double squares = 0.0;
  for (uint32_t i = 0; i < p->n; ++i) {
    const double x = (double)p->features[i][feature];
    sum += x;
    squares += x * x;
  }
  const double mean = sum / p->n;
  const double variance = squares / p->n - mean * mean;
  fit->mean[feature] = (float)mean;
  fit->factor[feature] = variance > 1e-9 * (1.0 + mean * mean)
                             ? (float)(1.0 / sqrt(variance))
                             : 0.0f;
}

/// How much examples without and with a tag count, so that all sum to 1
static void
choose_class_weights(Fit* fit, uint32_t tag)
{
  const Problem* const p = fit->problem;
  double sums[2] = {0.0, 0.0};
  for (uint32_t i = 0; i < p->n; ++i) {
    sums[p->marks[i][tag] ? 1 : 0] += (double)p->weights[i];
  }
  for (uint32_t side = 0; side < 2; ++side) {
    const double all = p->balanced ? 2.0 * sums[side] : sums[0] + sums[1];
    fit->class_weights[2 * tag + side] = all > 0.0 ? (float)(1.0 / all) : 0.0f;
  }
}

/// logits += weights of `row`; the inner loop runs over tags, side by side
static void
add_products(const float* row,
             uint32_t n_features,
             uint32_t n_tags,
             const float* weights,
             float* logits)
{
  for (uint32_t f = 0; f < n_features; ++f) {
    const float x = row[f];
    const float* const w = weights + (size_t)f * n_tags;
    for (uint32_t t = 0; t < n_tags; ++t) {
      logits[t] += x * w[t];
    }
  }
}

/// The loss of one example; its part of the gradient is added
static double
add_example(Fit* fit, uint32_t i)
{
  const Problem* const p = fit->problem;
  const uint32_t n_tags = p->n_tags;
  for (uint32_t f = 0; f < p->n_features; ++f) {
    fit->row[f] = (p->features[i][f] - fit->mean[f]) * fit->factor[f];
  }
  const size_t bias = (size_t)p->n_features * n_tags;
  memcpy(fit->logits, fit->weights + bias, n_tags * sizeof(float));
  add_products(fit->row, p->n_features, n_tags, fit->weights, fit->logits);

  double loss = 0.0;
  for (uint32_t t = 0; t < n_tags; ++t) {
    const int there = p->marks[i][t] != 0;
    const float weight =
        p->weights[i] * fit->class_weights[2 * t + (uint32_t)there];
    const float z = fit->logits[t];
    loss += (double)weight * (double)(log1pf(expf(-fabsf(z))) + fmaxf(z, 0.0f) -
                                      (there ? z : 0.0f));
    fit->logits[t] = weight * (1.0f / (1.0f + expf(-z)) - (float)there);
    fit->gradient[bias + t] += fit->logits[t];
  }
  for (uint32_t f = 0; f < p->n_features; ++f) {
    const float x = fit->row[f];
    float* const g = fit->gradient + (size_t)f * n_tags;
    for (uint32_t t = 0; t < n_tags; ++t) {
      g[t] += x * fit->logits[t];
    }
  }
  return loss;
}

static lbfgsfloatval_t
evaluate(void* instance,
         const lbfgsfloatval_t* x,
         lbfgsfloatval_t* gradient,
         const int n,
         const lbfgsfloatval_t step)
{
  (void)step;
  Fit* const fit = (Fit*)instance;
  const int n_weights = n - (int)fit->problem->n_tags;
  for (int i = 0; i < n; ++i) {
    fit->weights[i] = (float)x[i];
    fit->gradient[i] = 0.0f;
  }
  double loss = 0.0;
  for (uint32_t i = 0; i < fit->problem->n; ++i) {
    loss += add_example(fit, i);
  }
  const double decay = (double)fit->problem->decay;
  for (int i = 0; i < n; ++i) {
    const double w = i < n_weights ? x[i] : 0.0; // Biases do not decay
    loss += 0.5 * decay * w * w;
    gradient[i] = (double)fit->gradient[i] + decay * w;
  }
  return loss;
}

/// Minimise the loss; the unknowns end up in fit->weights
static bool
search(Fit* fit)
{
  const size_t n = n_unknowns(fit->problem);
  lbfgsfloatval_t* const x = lbfgs_malloc((int)n);
  if (!x) {
    return false;
  }
  memset(x, 0, n * sizeof(*x));
  lbfgs_parameter_t parameters;
  lbfgs_parameter_init(&parameters);
  parameters.max_iterations = MAX_ITERATIONS;
  parameters.past = 3;
  parameters.delta = ENOUGH;
  // However it ends, x is the best that was found
  lbfgs((int)n, x, NULL, evaluate, NULL, fit, &parameters);
  for (size_t i = 0; i < n; ++i) {
    fit->weights[i] = (float)x[i];
  }
  lbfgs_free(x);
  return true;
}

Logistic*
logistic_new(uint32_t n_features, uint32_t n_tags)
{
  Logistic* const logistic = (Logistic*)calloc(1, sizeof(Logistic));
  if (!logistic) {
    return NULL;
  }
  logistic->n_features = n_features;
  logistic->n_tags = n_tags;
  logistic->weights =
      (float*)calloc((size_t)n_features * n_tags, sizeof(float));
  logistic->bias = (float*)calloc(n_tags, sizeof(float));
  if (!logistic->weights || !logistic->bias) {
    logistic_free(logistic);
    return NULL;
  }
  return logistic;
}

/// Weights for the features as they come
static void
unscale(const Fit* fit, Logistic* logistic)
{
  const uint32_t n_tags = logistic->n_tags;
  const size_t n = (size_t)logistic->n_features * n_tags;
  memcpy(logistic->bias, fit->weights + n, n_tags * sizeof(float));
  for (size_t i = 0; i < n; ++i) {
    const float weight = fit->weights[i] * fit->factor[i / n_tags];
    logistic->weights[i] = weight;
    logistic->bias[i % n_tags] -= weight * fit->mean[i / n_tags];
  }
}

Logistic*
logistic_fit(const Problem* problem)
{
  Fit fit = {.problem = problem};
  Logistic* logistic = NULL;
  if (fit_allocate(&fit)) {
    for (uint32_t f = 0; f < problem->n_features; ++f) {
      measure(&fit, f);
    }
    for (uint32_t t = 0; t < problem->n_tags; ++t) {
      choose_class_weights(&fit, t);
    }
    if (search(&fit)) {
      logistic = logistic_new(problem->n_features, problem->n_tags);
    }
  }
  if (logistic) {
    unscale(&fit, logistic);
  }
  fit_clear(&fit);
  return logistic;
}

void
logistic_free(Logistic* logistic)
{
  if (logistic) {
    free(logistic->bias);
    free(logistic->weights);
    free(logistic);
  }
}

void
logistic_logits(const Logistic* logistic, const float* features, float* logits)
{
  memcpy(logits, logistic->bias, logistic->n_tags * sizeof(float));
  add_products(features, logistic->n_features, logistic->n_tags,
               logistic->weights, logits);
}
