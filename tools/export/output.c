// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/export/output.h"

#include "tools/options/json_text.h"
#include "tools/options/message.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DECIMALS 1e6

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

/// What a line says of its tags
static void
add_tags(json_t* object,
         const OutputStyle* style,
         const TagLine* line,
         bool* done)
{
  const View* const view = line->view;
  json_t* const values = json_object();
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
}

static void
output_json(const OutputStyle* style, const TagLine* line, bool* done)
{
  json_t* const object = json_copy(line->about);
  if (line->error) {
    json_object_set_new(object, "error", json_text_of_bytes(line->error));
  }
  if (line->values) {
    add_tags(object, style, line, done);
  }
  json_text_print(style->stream, object);
  json_decref(object);
}

/// The strongest of all tags
static void
output_strongest(const OutputStyle* style, const TagLine* line, bool* done)
{
  FILE* const stream = style->stream;
  const View* const view = line->view;
  leave_out(view, line->values, style->present, done);
  for (uint32_t n = 0; n < style->top; ++n) {
    const uint32_t tag = next_strongest(view, line->values, done);
    if (tag == view->n_tags) {
      break;
    }
    fprintf(stream, "%s %s %.2f", n ? "," : "", view->tags[tag].name,
            (double)line->values[tag]);
  }
}

static void
output_text(const OutputStyle* style, const TagLine* line, bool* done)
{
  FILE* const stream = style->stream;
  const uint32_t width = terminal_width(line->path);
  message_text(stream, line->path);
  fputc(':', stream);
  if (style->lines && style->lines->name > width) {
    fprintf(stream, "%*s", (int)(style->lines->name - width), "");
  }
  if (!line->is_whole) {
    fprintf(stream, style->lines ? " %6.2f s:" : " %.2f s:", line->time);
  }
  if (style->lines) {
    group_line_print(stream, style->lines, line->view, line->summary,
                     line->values);
  } else {
    output_strongest(style, line, done);
  }
  fputc('\n', stream);
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
  fflush(style->stream);
  free(done);
}
