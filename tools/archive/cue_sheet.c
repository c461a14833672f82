// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "tools/archive/cue_sheet.h"

#include "tools/archive/playlist.h"
#include "tools/archive/text_file.h"
#include "tools/options/path.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#define FRAMES 75.0 /* of a CD, in a second */
#define MAX_TRACKS 99u

/// A sheet being read
typedef struct {
  const char* path;
  CueSheet* sheet;
  char* file;      ///< That tracks are in now; owned
  char* performer; ///< Of the whole; owned
  bool is_audio;   ///< The track that is being described
  bool has_track;
  bool has_index;
} Reader;

bool
cue_sheet_is(const char* path)
{
  return playlist_has_suffix(path, ".cue");
}

/// What follows a command, NULL if the line is not that
static const char*
argument(const char* line, const char* command)
{
  const size_t n = strlen(command);
  if (strncasecmp(line, command, n) != 0 ||
      (line[n] != ' ' && line[n] != '\t')) {
    return NULL;
  }
  return line + n + strspn(line + n, " \t");
}

/// A word, or what stands in quotation marks; the caller frees it
static char*
unquote(const char* text)
{
  if (*text == '"') {
    return path_format("%.*s", (int)strcspn(text + 1, "\""), text + 1);
  }
  return path_format("%s", text);
}

/// The name of a FILE, without its kind at the end
static char*
file_name(const char* text)
{
  char* const name = unquote(text);
  char* const blank = name && *text != '"' ? strrchr(name, ' ') : NULL;
  if (blank) {
    *blank = '\0';
  }
  return name;
}

/// The file that is meant by `path`, which is taken over
static char*
find_file(char* path)
{
  static const char* const others[] = {".flac", ".wav", ".ape", ".wv",
                                       ".m4a",  ".mp3", ".ogg", ".opus"};
  if (!path || !access(path, F_OK)) {
    return path;
  }
  const char* const slash = strrchr(path, '/');
  const char* const dot = strrchr(slash ? slash : path, '.');
  const int n = dot ? (int)(dot - path) : (int)strlen(path);
  for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); ++i) {
    char* const other = path_format("%.*s%s", n, path, others[i]);
    if (other && !access(other, F_OK)) {
      free(path);
      return other;
    }
    free(other);
  }
  return path;
}

static bool
set_file(Reader* self, const char* text)
{
  char* const name = file_name(text);
  char* const path = name ? playlist_path(self->path, name) : NULL;
  free(name);
  free(self->file);
  self->file = find_file(path);
  self->has_track = false;
  return self->file;
}

static bool
add_track(Reader* self, const char* text)
{
  CueSheet* const sheet = self->sheet;
  const unsigned long number = strtoul(text, NULL, 10);
  self->has_track = false;
  self->has_index = false;
  self->is_audio = strstr(text, "AUDIO") || strstr(text, "audio");
  if (!self->is_audio || !self->file || sheet->n == MAX_TRACKS) {
    return true;
  }
  if (!sheet->items) {
    sheet->items = (Item*)calloc(MAX_TRACKS, sizeof(Item));
  }
  Item* const item = sheet->items ? &sheet->items[sheet->n] : NULL;
  if (!item || !item_init(item, path_format("%s", self->file))) {
    return false;
  }
  ++sheet->n;
  self->has_track = true;
  item->track = number <= MAX_TRACKS ? (uint32_t)number : (uint32_t)sheet->n;
  free(item->label);
  item->label = path_format("%s, track %u", self->path, item->track);
  item->cue = path_format("%s", self->path);
  item->performer = self->performer ? path_format("%s", self->performer) : NULL;
  return item->label && item->cue;
}

/// INDEX 01: where a track begins, and where the one before it ends
static bool
set_begin(Reader* self, const char* text)
{
  char minutes[8];
  unsigned index = 0;
  unsigned second = 0;
  unsigned frame = 0;
  // NOLINTNEXTLINE(cert-err34-c): the numbers' sizes are limited
  if (sscanf(text, "%2u %6[0-9]:%2u:%2u", &index, minutes, &second, &frame) !=
          4 ||
      index != 1 || self->has_index) {
    return true;
  }
  Item* const item = &self->sheet->items[self->sheet->n - 1];
  item->begin = 60.0 * strtod(minutes, NULL) + second + frame / FRAMES;
  self->has_index = true;
  if (self->sheet->n > 1 && !strcmp(item[-1].path, item->path)) {
    item[-1].end = item->begin;
  }
  return true;
}

static bool
set_text(char** text, const char* quoted)
{
  free(*text);
  *text = unquote(quoted);
  return *text;
}

static bool
take_line(Reader* self, const char* line)
{
  const char* text = argument(line, "FILE");
  if (text) {
    return set_file(self, text);
  }
  text = argument(line, "TRACK");
  if (text) {
    return add_track(self, text);
  }
  Item* const item =
      self->has_track ? &self->sheet->items[self->sheet->n - 1] : NULL;
  text = argument(line, "INDEX");
  if (text && item) {
    return set_begin(self, text);
  }
  text = argument(line, "TITLE");
  if (text && item) {
    return set_text(&item->title, text);
  }
  text = argument(line, "PERFORMER");
  if (text && (item || !self->sheet->n)) {
    return set_text(item ? &item->performer : &self->performer, text);
  }
  return true;
}

bool
cue_sheet_read(const char* path, CueSheet* sheet, Error* error)
{
  Reader reader = {.path = path, .sheet = sheet};
  *sheet = (CueSheet){0};
  char* const text = text_file_read(path, error);
  char* rest = text;
  bool good = text;
  for (char* line = NULL; good && (line = text_file_line(&rest));) {
    good = take_line(&reader, line);
    if (!good) {
      error_set(error, ERROR_NO_MEMORY);
    }
  }
  if (good && !sheet->n) {
    error_set(error, "it is a CUE sheet that names no audio tracks");
    good = false;
  }
  free(reader.file);
  free(reader.performer);
  free(text);
  return good;
}

void
cue_sheet_clear(CueSheet* sheet)
{
  for (size_t i = 0; i < sheet->n; ++i) {
    item_clear(&sheet->items[i]);
  }
  free(sheet->items);
  *sheet = (CueSheet){0};
}
