// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "ttl/subject.h"

#include "engine/sources.h"
#include "plugin/ports.h"
#include "plugin/uris.h"
#include "ttl/turtle.h"

#include <string.h>

#define MAX_TEXT 4096

uint32_t
subject_group(const Subject* subject)
{
  return ports_group(subject->plugin->view, subject->group);
}

PortLayout
subject_layout(const Subject* subject)
{
  const Variant* const variant = &subject->plugin->variant;
  return ports_layout(subject->plugin->view, variant->n_channels,
                      variant->has_cv);
}

/// A whole number; UINT32_MAX if there is none of that key
static uint32_t
find_number(const Subject* subject, const char* key)
{
  const PortLayout layout = subject_layout(subject);
  const struct {
    const char* key;
    uint32_t number;
  } numbers[] = {
      {"n-tags", layout.n_tags},
      {"tag-index", ports_tag_index(layout.n_channels, subject->tag)},
      {"tag-number", subject->tag + 1}, // In enumerations, where 0 is none
      {"source-number", subject->source + 1},
      {"cv-index", ports_cv_index(&layout, subject->mapping)},
      {"group-index", ports_group_index(&layout, subject->group)},
      {"group-probability-index",
       ports_group_index(&layout, subject->group) + 1},
      {"scale-index", ports_scale_index(&layout, subject->scale)},
      {"scale-number", subject->scale},
  };
  for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); ++i) {
    if (!strcmp(key, numbers[i].key)) {
      return numbers[i].number;
    }
  }
  return UINT32_MAX;
}

/// {{name}}: the network's, and what tells this plugin from its others
static const char*
find_title(const Description* plugin, char text[MAX_TEXT])
{
  if (plugin->variant.view) {
    snprintf(text, MAX_TEXT, "%s (%s)", plugin->title, plugin->view->title);
  } else {
    snprintf(text, MAX_TEXT, "%s%s", plugin->title, plugin->variant.suffix);
  }
  return text;
}

static const char*
find_source(const Subject* subject, char text[MAX_TEXT])
{
  char name[SOURCES_NAME_SIZE];
  sources_name(subject->plugin->view, subject->source, name);
  snprintf(text, MAX_TEXT, "%s", name);
  return text;
}

/// "Strongest genre", "Strongest genre probability"
static const char*
find_group(const Group* group, const char* suffix, char text[MAX_TEXT])
{
  snprintf(text, MAX_TEXT, "Strongest %s%s", group->name, suffix);
  return text;
}

/// What a string literal says of the tag, group or scale; or NULL
static const char*
find_part(const Subject* subject, const char* key, char text[MAX_TEXT])
{
  const View* const view = subject->plugin->view;
  if (!strncmp(key, "tag-", 4)) {
    const Tag* const tag = &view->tags[subject->tag];
    return !strcmp(key, "tag-symbol")  ? tag->symbol
           : !strcmp(key, "tag-name")  ? tag->name
           : !strcmp(key, "tag-group") ? tag->group
                                       : NULL;
  }
  if (!strncmp(key, "group-", 6) && subject_group(subject) < view->n_groups) {
    const Group* const group = &view->groups[subject_group(subject)];
    return !strcmp(key, "group-symbol")               ? group->symbol
           : !strcmp(key, "group-name")               ? group->name
           : !strcmp(key, "group-probability-symbol") ? group->probability
           : !strcmp(key, "group-title") ? find_group(group, "", text)
           : !strcmp(key, "group-probability-title")
               ? find_group(group, " probability", text)
               : NULL;
  }
  if (!strncmp(key, "scale-", 6) && subject->scale < view->n_scales) {
    const Scale* const scale = &view->scales[subject->scale];
    return !strcmp(key, "scale-symbol") ? scale->symbol
           : !strcmp(key, "scale-name") ? scale->name
                                        : NULL;
  }
  return NULL;
}

/// What stands as it is, not as a literal; false if there is none of that key
static bool
write_plain(const Subject* subject, FILE* out, const char* key)
{
  const Description* const plugin = subject->plugin;
  const View* const view = plugin->view;
  if (!strcmp(key, "uri")) {
    fprintf(out, "%s%s", plugin->prefix, plugin->name);
  } else if (!strcmp(key, "prefix")) {
    fputs(plugin->prefix, out);
  } else if (!strcmp(key, "file")) {
    fputs(plugin->name, out);
  } else if (!strcmp(key, "library")) {
    fputs(LIBRARY_FILE, out);
  } else if (!strcmp(key, "window-library")) {
    fputs(WINDOW_FILE, out);
  } else if (!strcmp(key, "cv-symbol")) {
    fprintf(out, CV_PORT_PREFIX "%u", subject->mapping + 1);
  } else if (!strcmp(key, "mapping-number")) {
    fprintf(out, "Map %u", subject->mapping + 1);
  } else if (!strcmp(key, "tag-threshold")) {
    turtle_write_number(out, (double)view->tags[subject->tag].threshold);
  } else if (!strcmp(key, "group-choice")) {
    fputs(view->groups[subject_group(subject)].is_choice ? "true" : "false",
          out);
  } else if (!strcmp(key, "group-colour")) {
    fprintf(out, "#%06x", view->groups[subject_group(subject)].colour);
  } else if (!strcmp(key, "scale-rest")) {
    turtle_write_number(out, (double)view->scales[subject->scale].rest);
  } else {
    return false;
  }
  return true;
}

bool
subject_write(const Subject* subject, FILE* out, const char* key)
{
  char buffer[MAX_TEXT];
  const uint32_t number = find_number(subject, key);
  const char* const text =
      !strcmp(key, "name")          ? find_title(subject->plugin, buffer)
      : !strcmp(key, "source-name") ? find_source(subject, buffer)
                                    : find_part(subject, key, buffer);
  if (text) {
    turtle_write_string(out, text);
  } else if (number != UINT32_MAX) {
    fprintf(out, "%u", number);
  } else {
    return write_plain(subject, out, key);
  }
  return true;
}
