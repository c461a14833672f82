// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _GNU_SOURCE // environ

#include "tools/watch/notice/child_environment.h"

#include "tools/options/path.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PREFIX "EARMARK_"

/// Variables, NULL last
typedef struct {
  char** list;
  size_t n;
} Variables;

/// "EARMARK_STARTED_AT=..." of "started_at"
static void
add(Variables* variables, const char* key, const json_t* value)
{
  char number[32] = "";
  const char* text = number;
  if (json_is_string(value)) {
    text = json_string_value(value);
  } else if (json_is_integer(value)) {
    snprintf(number, sizeof(number), "%lld",
             (long long)json_integer_value(value));
  } else if (json_is_real(value)) {
    snprintf(number, sizeof(number), "%.6g", json_real_value(value));
  } else if (json_is_boolean(value)) {
    text = json_is_true(value) ? "true" : "false";
  } else if (!json_is_null(value)) {
    return;
  }
  char* const variable = path_format(PREFIX "%s=%s", key, text);
  for (char* c = variable; c && *c != '='; ++c) {
    *c = *c >= 'a' && *c <= 'z' ? (char)(*c - 'a' + 'A') : *c;
  }
  variables->list[variables->n] = variable;
  variables->n += variable != NULL;
}

static bool
has(const Variables* variables, const char* variable)
{
  const size_t length = strcspn(variable, "=") + 1;
  for (size_t i = 0; i < variables->n; ++i) {
    if (!strncmp(variables->list[i], variable, length)) {
      return true;
    }
  }
  return false;
}

char**
child_environment_new(const json_t* notice)
{
  json_t* const events = json_object_get(notice, "events");
  json_t* const event =
      json_array_size(events) == 1 ? json_array_get(events, 0) : NULL;
  size_t room = json_object_size(notice) + json_object_size(event) + 1;
  for (size_t i = 0; environ[i]; ++i) {
    ++room;
  }
  Variables variables = {(char**)calloc(room, sizeof(char*)), 0};
  if (!variables.list) {
    return NULL;
  }
  const char* key = NULL;
  json_t* value = NULL;
  json_object_foreach((json_t*)(uintptr_t)notice, key, value)
  {
    add(&variables, key, value);
  }
  json_object_foreach(event, key, value)
  {
    if (!json_object_get(notice, key)) { // The text is the same
      add(&variables, key, value);
    }
  }
  for (size_t i = 0; environ[i]; ++i) {
    if (!has(&variables, environ[i])) {
      variables.list[variables.n] = strdup(environ[i]);
      variables.n += variables.list[variables.n] != NULL;
    }
  }
  return variables.list;
}

void
child_environment_free(char** environment)
{
  for (size_t i = 0; environment && environment[i]; ++i) {
    free(environment[i]);
  }
  free((void*)environment);
}
