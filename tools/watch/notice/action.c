// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/watch/notice/action.h"

#include <string.h>

#define BLANKS " \t"

/// Copy the next argument; returns where it ends in the text, or NULL if a
/// quotation does not end
static const char*
copy_argument(const char* text, char** out)
{
  char quote = '\0';
  for (; *text && (quote || !strchr(BLANKS, *text)); ++text) {
    if (quote ? *text == quote : *text == '"' || *text == '\'') {
      quote = quote ? '\0' : *text;
      continue;
    }
    if (*text == '\\' && quote != '\'' && text[1]) {
      ++text;
    }
    *(*out)++ = *text;
  }
  *(*out)++ = '\0';
  return quote ? NULL : text;
}

const char* const*
action_split(const char* text, Arena* arena, Error* error)
{
  const size_t length = strlen(text);
  // An argument has a character of the text at least, and one behind it
  const char** const arguments =
      (const char**)arena_alloc(arena, length + 2, sizeof(char*));
  char* out = (char*)arena_alloc(arena, length + 2, 1);
  if (!arguments || !out) {
    error_set(error, ERROR_NO_MEMORY);
    return NULL;
  }
  size_t n = 0;
  for (text += strspn(text, BLANKS); *text; text += strspn(text, BLANKS)) {
    arguments[n++] = out;
    text = copy_argument(text, &out);
    if (!text) {
      error_set(error, "a quotation does not end");
      return NULL;
    }
  }
  if (n && !*arguments[0]) {
    error_set(error, "the program has no name");
    return NULL;
  }
  return arguments;
}

bool
action_is_for(const NoticePlan* plan, uint32_t i, const char* rule)
{
  const Action* const action = &plan->actions[i];
  const bool is_there =
      action->url || (action->arguments && *action->arguments);
  if (action->rule) {
    return is_there && !strcmp(action->rule, rule);
  }
  for (uint32_t k = 0; is_there && k < plan->n_actions; ++k) {
    const Action* const other = &plan->actions[k];
    if (other->rule && other->kind == action->kind &&
        !strcmp(other->rule, rule)) {
      return false;
    }
  }
  return is_there;
}
