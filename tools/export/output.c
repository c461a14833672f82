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

/// What is said of each group
static json_t*
json_of_groups(const View* view, const Summary* summary)
{
  json_t* const groups = json_object();
  for (uint32_t g = 0; g < view->n_groups; ++g) {
    json_t* const list = json_array();
    const uint32_t* tags = NULL;
    const uint32_t n = summary_tags(summary, g, &tags);
    for (uint32_t i = 0; i < n; ++i) {
      json_array_append_new(list, json_string(view->tags[tags[i]].name));
    }
    json_object_set_new(groups, view->groups[g].name, list);
  }
  return groups;
}

static json_t*
json_of_scales(const TagLine* line)
{
  const View* const view = line->view;
  json_t* const scales = json_object();
  for (uint32_t i = 0; i < view->n_scales; ++i) {
    json_object_set_new(
        scales, view->scales[i].name,
        json_from_number((double)line->values[view->n_tags + i]));
  }
  return scales;
}

static void
add_times(json_t* object, const TagLine* line)
{
  if (!line->is_whole) {
    json_object_set_new(object, "time", json_from_number(line->time));
    return;
  }
  const double share = line->time > 0.0 ? line->silent / line->time : 0.0;
  json_object_set_new(object, "seconds", json_from_number(line->time));
  json_object_set_new(object, "seconds_heard",
                      json_from_number(line->time - line->silent));
  json_object_set_new(object, "silence", json_from_number(share));
}

/// A line of JSON.  Control characters above ~, which JSON may hold as they
/// are, are escaped, too: a terminal would obey them.
static void
print_json(const json_t* object)
{
  char* const text = json_dumps(object, JSON_COMPACT | JSON_REAL_PRECISION(9));
  for (const char* c = text ? text : ""; *c; ++c) {
    const unsigned char next = (unsigned char)c[1];
    if (*c == 0x7F) {
      fputs("\\u007f", stdout);
    } else if ((unsigned char)*c == 0xC2 && next >= 0x80 && next < 0xA0) {
      printf("\\u00%02x", next);
      ++c;
    } else {
      putchar(*c);
    }
  }
  putchar('\n');
  free(text);
}

static void
output_json(const OutputStyle* style, const TagLine* line, bool* done)
{
  const View* const view = line->view;
  json_t* const object = json_object();
  json_t* const values = json_object();
  json_object_set_new(object, "file", json_from_bytes(line->path));
  add_times(object, line);
  for (uint32_t i = 0; i < view->n_tags; ++i) {
    json_object_set_new(values, view->tags[i].name,
                        json_from_number((double)line->values[i]));
  }
  json_object_set_new(object, "tags", values);
  json_object_set_new(object, "groups", json_of_groups(view, line->summary));
  if (view->n_scales) {
    json_object_set_new(object, "scales", json_of_scales(line));
  }
  if (style->present) {
    json_object_set_new(object, "present",
                        json_of_present(view, line->values, done));
  }
  print_json(object);
  json_decref(object);
}

/// The strongest of all tags
static void
output_strongest(const OutputStyle* style, const TagLine* line, bool* done)
{
  const View* const view = line->view;
  leave_out(view, line->values, style->present, done);
  for (uint32_t n = 0; n < style->top; ++n) {
    const uint32_t tag = next_strongest(view, line->values, done);
    if (tag == view->n_tags) {
      break;
    }
    printf("%s %s %.2f", n ? "," : "", view->tags[tag].name,
           (double)line->values[tag]);
  }
}

static void
output_text(const OutputStyle* style, const TagLine* line, bool* done)
{
  const uint32_t width = terminal_width(line->path);
  message_text(stdout, line->path);
  putchar(':');
  if (style->lines && style->lines->name > width) {
    printf("%*s", (int)(style->lines->name - width), "");
  }
  if (!line->is_whole) {
    printf(style->lines ? " %6.2f s:" : " %.2f s:", line->time);
  }
  if (style->lines) {
    group_line_print(style->lines, line->view, line->summary, line->values);
  } else {
    output_strongest(style, line, done);
  }
  putchar('\n');
}

void
output_tags(const OutputStyle* style, const TagLine* line)
{
  bool* const done = (bool*)calloc(line->view->n_tags, sizeof(bool));
  if (!done) {
    return;
  }
  if (style->json) {
    output_json(style, line, done);
  } else {
    output_text(style, line, done);
  }
  fflush(stdout);
  free(done);
}
