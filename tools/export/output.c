// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/export/output.h"

#include "tools/options/message.h"

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

/// The strongest tag that `done` does not mark yet, n_tags if there is none;
/// marks it
static uint32_t
next_strongest(const View* view, const float* tags, bool* done)
{
  uint32_t best = view->n_tags;
  for (uint32_t i = 0; i < view->n_tags; ++i) {
    if (!done[i] && (best == view->n_tags || tags[i] > tags[best])) {
      best = i;
    }
  }
  if (best < view->n_tags) {
    done[best] = true;
  }
  return best;
}

/// Mark the tags that are not to be shown
static void
leave_out(const View* view, const float* tags, bool present, bool* done)
{
  for (uint32_t i = 0; i < view->n_tags; ++i) {
    done[i] =
        present ? tags[i] < view->tags[i].threshold : !view->tags[i].ranked;
  }
}

static json_t*
json_of_present(const View* view, const float* tags, bool* done)
{
  json_t* const list = json_array();
  leave_out(view, tags, true, done);
  for (uint32_t i = 0; (i = next_strongest(view, tags, done)) < view->n_tags;) {
    json_array_append_new(list, json_string(view->tags[i].name));
  }
  return list;
}

static void
output_json(const OutputStyle* style,
            const char* path,
            const char* time_name,
            double time,
            const View* view,
            const float* tags,
            bool* done)
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
  if (style->present) {
    json_object_set_new(line, "present", json_of_present(view, tags, done));
  }
  json_dumpf(line, stdout, JSON_COMPACT | JSON_REAL_PRECISION(9));
  putchar('\n');
  json_decref(line);
}

static void
output_text(const OutputStyle* style,
            const char* path,
            const char* time_name,
            double time,
            const View* view,
            const float* tags,
            bool* done)
{
  message_text(stdout, path);
  putchar(':');
  if (!strcmp(time_name, "time")) {
    printf(" %.2f s:", time);
  }
  leave_out(view, tags, style->present, done);
  for (uint32_t n = 0; n < style->top; ++n) {
    const uint32_t tag = next_strongest(view, tags, done);
    if (tag == view->n_tags) {
      break;
    }
    printf("%s %s %.2f", n ? "," : "", view->tags[tag].name, (double)tags[tag]);
  }
  putchar('\n');
}

void
output_tags(const OutputStyle* style,
            const char* path,
            const char* time_name,
            double time,
            const View* view,
            const float* tags)
{
  bool* const done = (bool*)calloc(view->n_tags, sizeof(bool));
  if (!done) {
    return;
  }
  if (style->json) {
    output_json(style, path, time_name, time, view, tags, done);
  } else {
    output_text(style, path, time_name, time, view, tags, done);
  }
  fflush(stdout);
  free(done);
}
