// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L // strdup

#include "tools/learn/ratings.h"

#include "tools/learn/name.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LEAST_NUMBERS 4u /* different ones; fewer are tags */
#define N_STEPS 3u

/// A finite number and nothing else
static bool
read_number(const char* text, float* number)
{
  char* end = NULL;
  *number = strtof(text, &end);
  return *text && end && !*end && isfinite(*number);
}

static const char*
field(const Csv* table, uint32_t row, uint32_t column)
{
  const CsvRow* const own = &table->rows[row];
  return column < own->n_fields ? own->fields[column] : "";
}

/// Are all that stand there numbers, and enough different ones?
static bool
has_ratings(const Csv* table, uint32_t column)
{
  float found[LEAST_NUMBERS];
  uint32_t n_found = 0;
  for (uint32_t i = 0; i < table->n_rows; ++i) {
    const char* const text = field(table, i, column);
    float number = 0.0f;
    if (*text && !read_number(text, &number)) {
      return false;
    }
    uint32_t k = 0;
    while (k < n_found && found[k] != number) {
      ++k;
    }
    if (*text && k == n_found && n_found < LEAST_NUMBERS) {
      found[n_found++] = number;
    }
  }
  return n_found == LEAST_NUMBERS;
}

void
ratings_find(const Csv* table,
             const Columns* columns,
             bool is_rating[RATINGS_MAX_COLUMNS])
{
  for (uint32_t i = 0; i < RATINGS_MAX_COLUMNS; ++i) {
    is_rating[i] = columns->are_named && i != columns->file &&
                   i != columns->group && i != columns->unused &&
                   has_ratings(table, i);
  }
}

static int
compare(const void* a, const void* b)
{
  const float x = *(const float*)a;
  const float y = *(const float*)b;
  return (x > y) - (x < y);
}

/// A tag for being above a number
static bool
add_step(LabelTable* labels, uint32_t scale, float above, Error* error)
{
  char name[NETWORK_MAX_TEXT + 32];
  snprintf(name, sizeof(name), "%s > %g", labels->scales[scale], (double)above);
  if (labels->n_tags == NETWORK_MAX_TAGS || !name_is_valid(name)) {
    error_set(error, "the column \"%.60s\" cannot become a scale: %s",
              labels->scales[scale],
              name_is_valid(name) ? "there are too many tags"
                                  : "its name is too long");
    return false;
  }
  const uint32_t tag = labels->n_tags;
  labels->tags[tag] = strdup(name);
  if (!labels->tags[tag]) {
    error_set(error, ERROR_NO_MEMORY);
    return false;
  }
  labels->steps[tag] = scale + 1;
  ++labels->n_tags;
  for (uint32_t i = 0; i < labels->n_files; ++i) {
    const float rating = labels->ratings[i * NETWORK_MAX_SCALES + scale];
    labels->marks[(size_t)i * NETWORK_MAX_TAGS + tag] = rating > above;
  }
  return true;
}

/// Steps at the quarters, those that are alike once
static bool
add_steps(LabelTable* labels, uint32_t scale, Error* error)
{
  const uint32_t n = labels->n_files;
  float* const sorted = (float*)calloc(n, sizeof(float));
  if (!sorted) {
    error_set(error, ERROR_NO_MEMORY);
    return false;
  }
  for (uint32_t i = 0; i < n; ++i) {
    sorted[i] = labels->ratings[i * NETWORK_MAX_SCALES + scale];
  }
  qsort(sorted, n, sizeof(float), compare);
  bool good = true;
  float last = INFINITY;
  for (uint32_t k = 1; good && k <= N_STEPS; ++k) {
    const float above = sorted[(n - 1) * k / (N_STEPS + 1)];
    if (above != last && above < sorted[n - 1]) {
      good = add_step(labels, scale, above, error);
      last = above;
    }
  }
  free(sorted);
  return good;
}

static bool
read_column(LabelTable* labels,
            const Csv* table,
            uint32_t column,
            const char* name,
            Error* error)
{
  if (labels->n_scales == NETWORK_MAX_SCALES || !name_is_valid(name)) {
    error_set(error, "the column \"%.60s\" cannot become a scale: %s", name,
              labels->n_scales == NETWORK_MAX_SCALES
                  ? "there are too many"
                  : "its name must be " NAME_RULE);
    return false;
  }
  const uint32_t scale = labels->n_scales;
  labels->scales[scale] = strdup(name);
  if (!labels->scales[scale]) {
    error_set(error, ERROR_NO_MEMORY);
    return false;
  }
  ++labels->n_scales;
  for (uint32_t i = 0; i < labels->n_files; ++i) {
    float* const place = &labels->ratings[i * NETWORK_MAX_SCALES + scale];
    if (!read_number(field(table, i, column), place)) {
      error_set(error,
                "line %u: there is no number in the column \"%.60s\", which "
                "has numbers otherwise",
                table->rows[i].line, name);
      return false;
    }
  }
  return add_steps(labels, scale, error);
}

bool
ratings_read(LabelTable* labels,
             const Csv* table,
             const CsvRow* names,
             const bool is_rating[RATINGS_MAX_COLUMNS],
             Error* error)
{
  for (uint32_t i = 0; i < RATINGS_MAX_COLUMNS; ++i) {
    const char* const name =
        names && i < names->n_fields ? names->fields[i] : "";
    if (is_rating[i] && !read_column(labels, table, i, name, error)) {
      return false;
    }
  }
  return true;
}
