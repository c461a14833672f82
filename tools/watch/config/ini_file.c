// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "tools/watch/config/ini_file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BLANKS " \t\r\n"
#define BYTE_ORDER_MARK "\xEF\xBB\xBF"
#define FIRST_ROOM 8u

/// A file being read
typedef struct {
  IniFile* file;
  Arena* arena;
  Complaints* complaints;
  uint32_t line;
} Parser;

/// A text without blanks around it, in place
static char*
trim(char* text)
{
  text += strspn(text, BLANKS);
  size_t length = strlen(text);
  while (length && strchr(BLANKS, text[length - 1])) {
    --length;
  }
  text[length] = '\0';
  return text;
}

/// Room for one more of `n` elements, whose number doubles; NULL if memory is
/// short
static void*
grow(Arena* arena, void* elements, uint32_t n, size_t size)
{
  const bool is_full = !n || (n >= FIRST_ROOM && !(n & (n - 1)));
  if (!is_full) {
    return elements;
  }
  void* const more = arena_alloc(arena, n ? 2 * n : FIRST_ROOM, size);
  if (more && n) {
    memcpy(more, elements, n * size);
  }
  return more;
}

const IniEntry*
ini_section_find(const IniSection* section, const char* key)
{
  for (uint32_t i = 0; i < section->n_entries; ++i) {
    if (!strcmp(section->entries[i].key, key)) {
      return &section->entries[i];
    }
  }
  return NULL;
}

static bool
add_section(Parser* parser, char* text)
{
  IniFile* const file = parser->file;
  char* const end = strchr(text, ']');
  if (!end || end[1 + strspn(end + 1, BLANKS)]) {
    complaints_add(parser->complaints, parser->line,
                   "a section is [KIND NAME], alone on its line");
    return true;
  }
  *end = '\0';
  char* const kind = trim(text + 1);
  char* name = kind + strcspn(kind, BLANKS);
  if (*name) {
    *name++ = '\0';
    name = trim(name);
  }
  for (uint32_t i = 0; i < file->n_sections; ++i) {
    if (!strcmp(file->sections[i].kind, kind) &&
        !strcmp(file->sections[i].name, name)) {
      complaints_add(parser->complaints, parser->line,
                     "there is a section [%s%s%s] already, in line %u", kind,
                     *name ? " " : "", name, file->sections[i].line);
    }
  }
  file->sections = (IniSection*)grow(parser->arena, file->sections,
                                     file->n_sections, sizeof(IniSection));
  if (!file->sections) {
    return false;
  }
  IniSection* const section = &file->sections[file->n_sections++];
  *section = (IniSection){.kind = arena_string(parser->arena, kind),
                          .name = arena_string(parser->arena, name),
                          .line = parser->line};
  return section->kind && section->name;
}

static bool
add_entry(Parser* parser, char* text)
{
  IniFile* const file = parser->file;
  char* const equals = strchr(text, '=');
  if (!equals || !file->n_sections) {
    complaints_add(parser->complaints, parser->line,
                   equals ? "this belongs to no section"
                          : "this is neither [SECTION] nor KEY = VALUE");
    return true;
  }
  *equals = '\0';
  const char* const key = trim(text);
  const char* const value = trim(equals + 1);
  IniSection* const section = &file->sections[file->n_sections - 1];
  const IniEntry* const before = ini_section_find(section, key);
  if (before) {
    complaints_add(parser->complaints, parser->line,
                   "'%s' is there already, in line %u", key, before->line);
    return true;
  }
  section->entries = (IniEntry*)grow(parser->arena, section->entries,
                                     section->n_entries, sizeof(IniEntry));
  if (!section->entries) {
    return false;
  }
  IniEntry* const entry = &section->entries[section->n_entries++];
  *entry = (IniEntry){.key = arena_string(parser->arena, key),
                      .value = arena_string(parser->arena, value),
                      .line = parser->line};
  return entry->key && entry->value;
}

static bool
add_line(Parser* parser, char* line, size_t length)
{
  if (length > INI_FILE_MAX_LINE || strlen(line) != length) {
    complaints_add(parser->complaints, parser->line,
                   "the line is too long, or holds a NUL");
    return true;
  }
  const size_t mark = sizeof(BYTE_ORDER_MARK) - 1;
  if (parser->line == 1 && !strncmp(line, BYTE_ORDER_MARK, mark)) {
    line += mark;
  }
  char* const text = trim(line);
  if (!*text || *text == '#' || *text == ';') {
    return true;
  }
  return *text == '[' ? add_section(parser, text) : add_entry(parser, text);
}

bool
ini_file_read(IniFile* file, Arena* arena, Complaints* complaints)
{
  Parser parser = {file, arena, complaints, 0};
  FILE* const stream = fopen(complaints->path, "re");
  char* line = NULL;
  size_t room = 0;
  bool ok = stream;
  *file = (IniFile){0};
  errno = stream ? 0 : errno;
  for (ssize_t n = 0; ok && (n = getline(&line, &room, stream)) >= 0;) {
    ++parser.line;
    ok = add_line(&parser, line, (size_t)n);
  }
  if (!ok || ferror(stream)) {
    complaints_add(complaints, 0, "%s",
                   errno ? strerror(errno) : ERROR_NO_MEMORY);
    ok = false;
  }
  free(line);
  if (stream) {
    fclose(stream);
  }
  return ok;
}
