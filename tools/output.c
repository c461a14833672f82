// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/output.h"

#include "tools/message.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DECIMALS 1e6

/// A JSON string from any bytes: what is not UTF-8 becomes U+FFFD
static json_t*
json_from_bytes(const char* bytes)
{
  json_t* string = json_string(bytes);
  if (string) {
    return string;
  }

  static const char replacement[] = "\xEF\xBF\xBD";
  const size_t length = strlen(bytes);
  char* const text = (char*)malloc(3 * length + 1);
  size_t n = 0;
  for (size_t i = 0; text && i < length;) {
    size_t valid = 0;
    for (size_t width = 1; width <= 4 && i + width <= length && !valid;
         ++width) {
      json_t* const piece = json_stringn(bytes + i, width);
      valid = piece ? width : 0;
      json_decref(piece);
    }
    memcpy(text + n, valid ? bytes + i : replacement, valid ? valid : 3);
    n += valid ? valid : 3;
    i += valid ? valid : 1;
  }
  string = text ? json_stringn(text, n) : NULL;
  free(text);
  return string;
}

/// Rounded, so that lines stay short; far finer than the tags are
static json_t*
json_from_number(double value)
{
  return json_real((double)(long long)(value * DECIMALS + 0.5) / DECIMALS);
}

static void
output_json(const char* path,
            const char* time_name,
            double time,
            const View* view,
            const float* tags)
{
  json_t* const line = json_object();
  json_t* const values = json_object();
  json_object_set_new(line, "file", json_from_bytes(path));
  json_object_set_new(line, time_name, json_from_number(time));
  for (uint32_t i = 0; i < view->n_tags; ++i) {
    json_object_set_new(values, view->tags[i].name,
                        json_from_number((double)tags[i]));
  }
  json_object_set_new(line, "tags", values);
  json_dumpf(line, stdout, JSON_COMPACT | JSON_REAL_PRECISION(9));
  putchar('\n');
  json_decref(line);
}

/// The strongest tag that `shown` does not mark yet; marks it
static uint32_t
next_strongest(const View* view, const float* tags, bool* shown)
{
  uint32_t best = view->n_tags;
  for (uint32_t i = 0; i < view->n_tags; ++i) {
    if (!shown[i] && (best == view->n_tags || tags[i] > tags[best])) {
      best = i;
    }
  }
  shown[best] = true;
  return best;
}

static void
output_text(const OutputStyle* style,
            const char* path,
            const char* time_name,
            double time,
            const View* view,
            const float* tags)
{
  bool* const shown = (bool*)calloc(view->n_tags, sizeof(bool));
  if (!shown) {
    return;
  }
  message_text(stdout, path);
  putchar(':');
  if (!strcmp(time_name, "time")) {
    printf(" %.2f s:", time);
  }
  uint32_t n_ranked = 0;
  for (uint32_t i = 0; i < view->n_tags; ++i) {
    shown[i] = !view->tags[i].ranked;
    n_ranked += view->tags[i].ranked;
  }
  for (uint32_t i = 0; i < style->top && i < n_ranked; ++i) {
    const uint32_t tag = next_strongest(view, tags, shown);
    printf("%s %s %.2f", i ? "," : "", view->tags[tag].name, (double)tags[tag]);
  }
  putchar('\n');
  free(shown);
}

void
output_tags(const OutputStyle* style,
            const char* path,
            const char* time_name,
            double time,
            const View* view,
            const float* tags)
{
  if (style->json) {
    output_json(path, time_name, time, view, tags);
  } else {
    output_text(style, path, time_name, time, view, tags);
  }
  fflush(stdout);
}
