// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "ttl/template.h"

#include <errno.h>
#include <string.h>

#define MAX_LINE 1024

typedef struct {
  FILE* out;
  const char* path;
  TemplateFunc func;
  void* data;
  Error* error;
  unsigned number; ///< Of the line
} Expansion;

/// Replace one {{key argument}} whose text (without braces) is `field`
static bool
expand_field(const Expansion* self, char* field)
{
  char* argument = strchr(field, ' ');
  if (argument) {
    *argument++ = '\0';
  }

  Error error = {""};
  if (!self->func(self->data, self->out, field, argument ? argument : "",
                  &error)) {
    error_set(self->error, "%s:%u: %s", self->path, self->number, error.text);
    return false;
  }
  return true;
}

static bool
expand_line(const Expansion* self, char* line)
{
  for (char* open = NULL; (open = strstr(line, "{{"));) {
    char* const close = strstr(open, "}}");
    if (!close) {
      error_set(self->error, "%s:%u: \"{{\" without \"}}\"", self->path,
                self->number);
      return false;
    }
    *open = '\0';
    *close = '\0';
    fputs(line, self->out);
    if (!expand_field(self, open + 2)) {
      return false;
    }
    line = close + 2;
  }
  fputs(line, self->out);
  return true;
}

static bool
expand_file(Expansion* self, FILE* in)
{
  char line[MAX_LINE];
  bool heading = true;
  while (fgets(line, sizeof(line), in)) {
    ++self->number;
    if (!strchr(line, '\n')) {
      error_set(self->error, "%s:%u: line without end, or too long", self->path,
                self->number);
      return false;
    }
    heading = heading && line[0] == '#';
    if (!heading && !expand_line(self, line)) {
      return false;
    }
  }
  if (ferror(in)) {
    error_set(self->error, "%s: %s", self->path, strerror(errno));
    return false;
  }
  return true;
}

bool
template_expand(
    FILE* out, const char* path, TemplateFunc func, void* data, Error* error)
{
  FILE* const in = fopen(path, "r");
  if (!in) {
    error_set(error, "%s: %s", path, strerror(errno));
    return false;
  }

  Expansion expansion = {out, path, func, data, error, 0};
  const bool done = expand_file(&expansion, in);
  fclose(in);
  return done;
}
