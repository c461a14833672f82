// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/watch/config/action_section.h"

#include "tools/options/path.h"
#include "tools/watch/config/secret_file.h"
#include "tools/watch/source/address.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define MOST_HEADERS 16u
#define ALERTMANAGER_PATH "api/v2/alerts"

/// A section being read
typedef struct {
  const IniSection* section;
  Action* action; ///< That is being made
  Arena* arena;
  Complaints* complaints;
} Reader;

static const struct {
  const char* key;
  ActionKind kind;
  const char* token;  ///< Key of the file of its token; NULL for none
  const char* header; ///< Key of the file of its headers; NULL for none
  bool is_global;     ///< For [watch] only
} kinds[] = {
    {"run", ACTION_COMMAND, NULL, NULL, false},
    {"post", ACTION_POST, "post-token-file", "post-header-file", false},
    {"alertmanager", ACTION_ALERTMANAGER, "alertmanager-token-file", NULL,
     true},
};

#define N_KINDS (sizeof(kinds) / sizeof(kinds[0]))

_Static_assert(N_KINDS == ACTION_SECTION_MOST, "one of each kind");

static bool
is_key(const char* key, const char* other)
{
  return other && !strcmp(key, other);
}

bool
action_section_knows(const char* key, bool is_rule)
{
  for (size_t i = 0; i < N_KINDS; ++i) {
    if ((!is_rule || !kinds[i].is_global) &&
        (is_key(key, kinds[i].key) || is_key(key, kinds[i].token) ||
         is_key(key, kinds[i].header))) {
      return true;
    }
  }
  return false;
}

const char*
action_section_url(const char* text, Arena* arena, Error* error)
{
  const bool is_http =
      !strncasecmp(text, "http://", 7) || !strncasecmp(text, "https://", 8);
  char* const url = is_http ? address_escape(text) : NULL;
  if (!is_http || !strstr(text, "://")[3] || strpbrk(text, " \t")) {
    error_set(error, "it is a URL of http or https");
    free(url);
    return NULL;
  }
  const char* const kept = url ? arena_string(arena, url) : NULL;
  if (!kept) {
    error_set(error, ERROR_NO_MEMORY);
  }
  free(url);
  return kept;
}

/// Add a header; false with a message
static bool
add_header(Reader* reader, const char* name, const char* text, Error* error)
{
  const char** headers =
      (const char**)(uintptr_t)reader->action->headers; // Its own
  if (!headers) {
    headers = (const char**)arena_alloc(reader->arena, MOST_HEADERS + 1,
                                        sizeof(char*));
    reader->action->headers = headers;
  }
  uint32_t n = 0;
  while (headers && headers[n]) {
    ++n;
  }
  if (n == MOST_HEADERS) {
    error_set(error, "there are too many headers");
    return false;
  }
  char* const header = path_format("%s%s", name, text);
  if (headers && header) {
    headers[n] = arena_string(reader->arena, header);
  }
  free(header);
  if (!headers || !headers[n]) {
    error_set(error, ERROR_NO_MEMORY);
    return false;
  }
  return true;
}

static bool
add_token(Reader* reader, const char* path, Error* error)
{
  char token[SECRET_FILE_MAX];
  return secret_file_read(path, token, error) &&
         add_header(reader, "Authorization: Bearer ", token, error);
}

static bool
add_headers(Reader* reader, const char* path, Error* error)
{
  char line[SECRET_FILE_MAX];
  FILE* const file = secret_file_open(path, error);
  bool ok = file;
  while (ok && secret_file_line(file, line)) {
    ok = strcspn(line, ": \t") && line[strcspn(line, ": \t")] == ':';
    if (!ok) { // Which it is, is secret
      error_set(error, "a line is no header, NAME: VALUE");
    }
    ok = ok && add_header(reader, "", line, error);
  }
  if (file) {
    fclose(file);
  }
  return ok;
}

/// Where alerts go to, at a server
static bool
set_alertmanager(Reader* reader, const char* text, Error* error)
{
  const char* const url = action_section_url(text, reader->arena, error);
  const size_t length = url ? strlen(url) : 0;
  char* const whole = url ? path_format("%s%s" ALERTMANAGER_PATH, url,
                                        url[length - 1] == '/' ? "" : "/")
                          : NULL;
  reader->action->url = whole ? arena_string(reader->arena, whole) : NULL;
  free(whole);
  return reader->action->url;
}

static bool
set_value(Reader* reader, const char* text, Error* error)
{
  Action* const action = reader->action;
  if (action->kind == ACTION_COMMAND) {
    action->arguments = action_split(text, reader->arena, error);
    return action->arguments;
  }
  if (!*text) { // None
    return true;
  }
  if (action->kind == ACTION_ALERTMANAGER) {
    return set_alertmanager(reader, text, error);
  }
  action->url = action_section_url(text, reader->arena, error);
  return action->url;
}

/// Hand the value of a key to a function, if it is there
static void
read_key(Reader* reader,
         const char* key,
         bool (*read)(Reader* reader, const char* value, Error* error))
{
  Error error = {""};
  const IniEntry* const entry =
      key ? ini_section_find(reader->section, key) : NULL;
  if (entry && !read(reader, entry->value, &error)) {
    complaints_add(reader->complaints, entry->line, "%s: %s", key, error.text);
  }
}

/// A secret is for nothing without what it is for
static void
check_alone(const IniSection* section,
            const char* key,
            const char* of,
            Complaints* complaints)
{
  const IniEntry* const entry = key ? ini_section_find(section, key) : NULL;
  if (entry) {
    complaints_add(complaints, entry->line, "%s needs %s beside it", key, of);
  }
}

void
action_section_read(const IniSection* section,
                    Action* actions,
                    uint32_t* n,
                    Arena* arena,
                    Complaints* complaints)
{
  const bool is_rule = *section->name;
  for (size_t i = 0; i < N_KINDS; ++i) {
    const char* const key = kinds[i].key;
    if (is_rule && kinds[i].is_global) {
      continue;
    }
    if (!ini_section_find(section, key)) {
      check_alone(section, kinds[i].token, key, complaints);
      check_alone(section, kinds[i].header, key, complaints);
      continue;
    }
    Action* const action = &actions[(*n)++];
    Reader reader = {section, action, arena, complaints};
    *action =
        (Action){.kind = kinds[i].kind, .rule = is_rule ? section->name : NULL};
    snprintf(action->name, sizeof(action->name), "%.*s%s%s",
             (int)ALARM_MAX_NAME, section->name, is_rule ? "." : "", key);
    read_key(&reader, key, set_value);
    read_key(&reader, kinds[i].token, add_token);
    read_key(&reader, kinds[i].header, add_headers);
  }
}
