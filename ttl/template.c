// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "ttl/template.h"

#include <string.h>

#define MAX_FIELD 64

typedef struct {
  FILE* out;
  const char* name;
  TemplateFunc func;
  void* data;
  Error* error;
} Expansion;

/// Replace one {{key argument}}, of which `text` is what is between the braces
static bool
expand_field(const Expansion* self, const char* text, size_t length)
{
  char field[MAX_FIELD] = "";
  if (length >= sizeof(field)) {
    error_set(self->error, "%s.ttl.in: a field is too long", self->name);
    return false;
  }
  memcpy(field, text, length);
  char* argument = strchr(field, ' ');
  if (argument) {
    *argument++ = '\0';
  }

  Error error = {""};
  if (!self->func(self->data, self->out, field, argument ? argument : "",
                  &error)) {
    error_set(self->error, "%s.ttl.in: %s", self->name, error.text);
    return false;
  }
  return true;
}

static bool
expand_line(const Expansion* self, const char* line)
{
  for (const char* open = NULL; (open = strstr(line, "{{"));) {
    const char* const close = strstr(open, "}}");
    if (!close) {
      error_set(self->error, "%s.ttl.in: \"{{\" without \"}}\"", self->name);
      return false;
    }
    fwrite(line, 1, (size_t)(open - line), self->out);
    if (!expand_field(self, open + 2, (size_t)(close - open - 2))) {
      return false;
    }
    line = close + 2;
  }
  fprintf(self->out, "%s\n", line);
  return true;
}

bool
template_expand(
    FILE* out, const char* name, TemplateFunc func, void* data, Error* error)
{
  const Expansion expansion = {out, name, func, data, error};
  for (const Template* t = templates; t->name; ++t) {
    if (!strcmp(t->name, name)) {
      for (const char* const* line = t->lines; *line; ++line) {
        if (!expand_line(&expansion, *line)) {
          return false;
        }
      }
      return true;
    }
  }
  error_set(error, "there is no template %s.ttl.in", name);
  return false;
}
