// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "tools/commands/tag_writing.h"

#include "engine/summary.h"
#include "tools/export/group_line.h"
#include "tools/metadata/tagged_file.h"
#include "tools/options/path.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST 3u /* values of a field, as a line says them */

static const char* const names[TAG_EDITOR_N_FIELDS] = {"genre", "mood",
                                                       "comment"};

void
tag_writing_describe(TagWriting* self, Option* options)
{
  options[0] = (Option){.name = "write", .text = &self->folder};
  options[1] = (Option){.name = "in-place", .flag = &self->in_place};
  options[2] = (Option){.name = "dry-run", .flag = &self->dry_run};
  options[3] = (Option){.name = "fields", .text = &self->fields};
  options[4] = (Option){.name = "replace", .flag = &self->replace};
  options[5] =
      (Option){.name = "least", .real = &self->least, .low = 0.0, .high = 1.0};
}

bool
tag_writing_is_wanted(const TagWriting* self)
{
  return self->folder || self->in_place || self->dry_run;
}

/// The fields that are listed; false if there is another
static bool
read_fields(TagWriting* self)
{
  const char* text = self->fields;
  while (text) {
    const size_t n = strcspn(text, ",");
    bool is_known = false;
    for (int i = 0; i < TAG_EDITOR_N_FIELDS; ++i) {
      if (strlen(names[i]) == n && !strncmp(text, names[i], n)) {
        self->wants[i] = true;
        is_known = true;
      }
    }
    if (!is_known) {
      return false;
    }
    text = text[n] ? text + n + 1 : NULL;
  }
  for (int i = 0; i < TAG_EDITOR_N_FIELDS && !self->fields; ++i) {
    self->wants[i] = true;
  }
  return true;
}

static bool
has_group(const View* view, const char* name)
{
  for (uint32_t g = 0; g < view->n_groups; ++g) {
    if (!strcmp(view->groups[g].name, name)) {
      return true;
    }
  }
  return false;
}

bool
tag_writing_check(TagWriting* self, const char* command, const View* view)
{
  if (self->folder && self->in_place) {
    command_line_refuse(command, "--write and --in-place exclude each other");
    return false;
  }
  if (!tag_writing_is_wanted(self) &&
      (self->fields || self->replace || self->least > 0.0)) {
    command_line_refuse(command, "--fields, --replace and --least belong to "
                                 "--write, --in-place or --dry-run");
    return false;
  }
  if (!read_fields(self)) {
    command_line_refuse(command, "--fields are genre, mood and comment, with "
                                 "commas between them");
    return false;
  }
  for (int i = TAG_EDITOR_GENRE; i <= TAG_EDITOR_MOOD; ++i) {
    if (self->fields && self->wants[i] && tag_writing_is_wanted(self) &&
        !has_group(view, names[i])) {
      command_line_refuse(command, "the view '%s' has no group '%s'",
                          view->name, names[i]);
      return false;
    }
  }
  return true;
}

/// Put a tag among the strongest so far
static void
insert(uint32_t* tags, uint32_t* n, uint32_t tag, const float* values)
{
  uint32_t i = *n < MOST ? (*n)++ : MOST - 1;
  if (*n == MOST && tags[i] != UINT32_MAX && values[tags[i]] >= values[tag]) {
    return;
  }
  for (; i && values[tags[i - 1]] < values[tag]; --i) {
    tags[i] = tags[i - 1];
  }
  tags[i] = tag;
}

/// The tags of a group that are to be written
static uint32_t
choose(const TagWriting* self,
       const View* view,
       const Summary* summary,
       uint32_t group,
       const float* values,
       uint32_t tags[MOST])
{
  uint32_t n = 0;
  if (!(self->least > 0.0)) {
    const uint32_t* said = NULL;
    const uint32_t n_said = summary_tags(summary, group, &said);
    for (; n < n_said && n < MOST; ++n) {
      tags[n] = said[n];
    }
    return n;
  }
  memset(tags, 0xFF, MOST * sizeof(tags[0]));
  for (uint32_t i = 0; i < view->n_tags; ++i) {
    if (!strcmp(view->tags[i].group, view->groups[group].name) &&
        (double)values[i] >= self->least) {
      insert(tags, &n, i, values);
    }
  }
  return n;
}

/// What a line of `earmark tag` says; the caller frees it
static char*
make_comment(const View* view, const Summary* summary, const float* values)
{
  char* text = NULL;
  size_t size = 0;
  GroupLines lines = {.colours = TERMINAL_PLAIN};
  FILE* const stream = open_memstream(&text, &size);
  if (stream) {
    fputs("Earmark:", stream);
    group_line_print(stream, &lines, view, summary, values);
    fclose(stream);
  }
  return text;
}

static void
make_edit(const TagWriting* self,
          const View* view,
          const Summary* summary,
          const float* values,
          TagEdit* edit)
{
  for (uint32_t g = 0; g < view->n_groups; ++g) {
    for (int f = TAG_EDITOR_GENRE; f <= TAG_EDITOR_MOOD; ++f) {
      uint32_t tags[MOST];
      if (!self->wants[f] || strcmp(view->groups[g].name, names[f]) != 0) {
        continue;
      }
      TagEditorValues* const field = &edit->fields[f];
      field->n = choose(self, view, summary, g, values, tags);
      for (uint32_t i = 0; i < field->n; ++i) {
        field->texts[i] = view->tags[tags[i]].name;
      }
    }
  }
  edit->replaces = self->replace;
}

/// What was, or would be, written; the caller frees it
static char*
describe(const TagEdit* edit, const bool* written, const char* target)
{
  char* text = NULL;
  size_t size = 0;
  bool any = false;
  FILE* const stream = open_memstream(&text, &size);
  if (!stream) {
    return NULL;
  }
  for (int f = 0; f < TAG_EDITOR_N_FIELDS; ++f) {
    if (written[f]) {
      fprintf(stream, "%s%s", any ? "; " : "", names[f]);
      for (uint32_t i = 0; i < edit->fields[f].n; ++i) {
        fprintf(stream, "%s%s", i ? ", " : " = ", edit->fields[f].texts[i]);
      }
      any = true;
    }
  }
  fputs(any ? "" : "nothing to be written", stream);
  if (target) {
    fprintf(stream, " -> %s", target);
  }
  fclose(stream);
  return text;
}

/// Write, to a copy or in place
static bool
write_edit(const TagWriting* self,
           const Item* item,
           const TagEdit* edit,
           char** text,
           Error* error)
{
  bool written[TAG_EDITOR_N_FIELDS] = {false};
  char* target = NULL;
  if (self->folder) {
    target =
        tagged_file_target(self->folder, item->path, !self->dry_run, error);
    if (!target) {
      return false;
    }
  }
  const bool good = tagged_file_write(item->path, target ? target : item->path,
                                      edit, !self->dry_run, written, error);
  if (good) {
    *text = describe(edit, written, target);
  }
  free(target);
  return good;
}

char*
tag_writing_run(const TagWriting* self,
                const View* view,
                const Item* item,
                const float* values,
                Error* error)
{
  char* text = NULL;
  TagEdit edit = {.replaces = false};
  if (item->track || !item->is_file) {
    error_set(error, item->track ? "a track of a CUE sheet has no tags of its "
                                   "own"
                                 : "it is no file that tags could be "
                                   "written into");
    return NULL;
  }
  Summary* const summary = summary_new(view);
  if (summary) {
    summary_update(summary, values, 0.0f);
    make_edit(self, view, summary, values, &edit);
  }
  char* const comment = summary && self->wants[TAG_EDITOR_COMMENT]
                            ? make_comment(view, summary, values)
                            : NULL;
  if (comment) {
    edit.fields[TAG_EDITOR_COMMENT] = (TagEditorValues){1, {comment}};
  }
  if (!summary || (write_edit(self, item, &edit, &text, error) && !text)) {
    error_set(error, ERROR_NO_MEMORY);
  }
  free(comment);
  summary_free(summary);
  return text;
}
