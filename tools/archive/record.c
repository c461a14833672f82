// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _DEFAULT_SOURCE // flock()

#include "tools/archive/record.h"

#include "tools/archive/record_keys.h"
#include "tools/options/json_text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define BEGINNING "{\"file\":\""
#define NOT_OURS "it is not what --resume writes; nothing was changed"

struct Record {
  FILE* stream;
  RecordKeys* keys;
};

/// A file that is no UTF-8 as an address; the caller frees it
static char*
escape(const char* path)
{
  static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuv"
                              "wxyz0123456789-._~/";
  char* const text = (char*)malloc(3 * strlen(path) + 1);
  char* out = text;
  for (const char* c = path; text && *c; ++c) {
    if (strchr(plain, *c)) {
      *out++ = *c;
    } else {
      out += snprintf(out, 4, "%%%02X", (unsigned)(unsigned char)*c);
    }
  }
  if (text) {
    *out = '\0';
  }
  return text;
}

void
record_describe(const Item* item, json_t* object)
{
  json_t* const text = json_string(item->path);
  json_object_set_new(object, "file", json_text_of_bytes(item->path));
  if (!text) {
    char* const uri = escape(item->path);
    json_object_set_new(object, "uri", uri ? json_string(uri) : NULL);
    free(uri);
  }
  json_decref(text);
  if (item->track) {
    json_object_set_new(object, "track", json_integer(item->track));
    json_object_set_new(object, "cue", json_text_of_bytes(item->cue));
  }
  if (item->title) {
    json_object_set_new(object, "title", json_text_of_bytes(item->title));
  }
  if (item->performer) {
    json_object_set_new(object, "performer",
                        json_text_of_bytes(item->performer));
  }
}

/// What a line is
typedef enum {
  LINE_GOOD,
  LINE_BROKEN, ///< No JSON
  LINE_ELSE    ///< Not ours, with a message
} LineKind;

static LineKind
take_line(Record* record,
          const char* line,
          size_t length,
          const json_t* settings,
          Error* error)
{
  json_t* const object = json_loadb(line, length, 0, NULL);
  if (!object) {
    return LINE_BROKEN;
  }
  const bool is_ours = record_keys_add(record->keys, object);
  bool is_same = is_ours;
  const char* key = NULL;
  json_t* value = NULL;
  json_t* const wanted = json_deep_copy(settings);
  json_object_foreach(wanted, key, value)
  {
    is_same = is_same && json_equal(value, json_object_get(object, key));
  }
  json_decref(wanted);
  json_decref(object);
  if (!is_ours) {
    error_set(error, NOT_OURS);
  } else if (!is_same) {
    error_set(error, "it was made with another network, view, memory or "
                     "options; nothing was changed");
  }
  return is_same ? LINE_GOOD : LINE_ELSE;
}

/// May the last line, which is not whole, be what a killed run has left?
static bool
is_torn(const char* line, size_t length, long before)
{
  const size_t n = strlen(BEGINNING);
  return before || !memcmp(line, BEGINNING, length < n ? length : n);
}

/// Read all lines; `*end` becomes where the whole ones end.  False with a
/// message if it is something else.
static bool
read_lines(Record* record, const json_t* settings, long* end, Error* error)
{
  char* line = NULL;
  size_t room = 0;
  LineKind kind = LINE_GOOD;
  *end = 0;
  for (ssize_t n = 0;
       kind == LINE_GOOD && (n = getline(&line, &room, record->stream)) > 0;) {
    kind = LINE_BROKEN;
    if (line[n - 1] == '\n') {
      kind = take_line(record, line, (size_t)n, settings, error);
    }
    if (kind == LINE_GOOD) {
      *end += n;
    } else if (kind == LINE_BROKEN && (fgetc(record->stream) != EOF ||
                                       !is_torn(line, (size_t)n, *end))) {
      error_set(error, NOT_OURS);
      kind = LINE_ELSE;
    }
  }
  if (ferror(record->stream)) {
    error_set(error, "cannot read it: %s", strerror(errno));
    kind = LINE_ELSE;
  }
  free(line);
  return kind != LINE_ELSE;
}

/// A file that is there already: what it says, and its end
static bool
resume(Record* record, const json_t* settings, Error* error)
{
  long end = 0;
  if (!read_lines(record, settings, &end, error)) {
    return false;
  }
  record_keys_sort(record->keys);
  if (fseek(record->stream, end, SEEK_SET) ||
      ftruncate(fileno(record->stream), end)) {
    error_set(error, "cannot write: %s", strerror(errno));
    return false;
  }
  return true;
}

/// Open the file, and keep others out
static FILE*
open_alone(const char* path, Error* error)
{
  const int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0666);
  struct stat status;
  FILE* stream = NULL;
  if (file < 0) {
    error_set(error, "cannot write: %s", strerror(errno));
  } else if (fstat(file, &status) || !S_ISREG(status.st_mode)) {
    error_set(error, "cannot go on with what is no file");
  } else if (flock(file, LOCK_EX | LOCK_NB) && errno == EWOULDBLOCK) {
    error_set(error, "another run writes to it");
  } else {
    stream = fdopen(file, "r+b");
  }
  if (file >= 0 && !stream) {
    close(file);
  }
  return stream;
}

Record*
record_open(const char* path, const json_t* settings, Error* error)
{
  Record* const record = (Record*)calloc(1, sizeof(Record));
  Error why = {ERROR_NO_MEMORY};
  bool good = false;
  if (record) {
    record->keys = record_keys_new();
    record->stream = record->keys ? open_alone(path, &why) : NULL;
    good = record->stream && resume(record, settings, &why);
  }
  if (!good) {
    error_set(error, "%s: %s", path, why.text);
    if (record) {
      record_close(record, NULL);
    }
    return NULL;
  }
  return record;
}

bool
record_close(Record* record, Error* error)
{
  errno = 0;
  bool good = true;
  if (record->stream) {
    good = !ferror(record->stream) && !fflush(record->stream);
    good = !fclose(record->stream) && good;
  }
  if (!good) {
    error_set(error, "cannot write: %s", errno ? strerror(errno) : "not all");
  }
  record_keys_free(record->keys);
  free(record);
  return good;
}

bool
record_has(const Record* record, const Item* item)
{
  json_t* const object = json_object();
  record_describe(item, object);
  json_object_set_new(object, "size", json_integer((json_int_t)item->size));
  json_object_set_new(object, "modified", json_string(item->modified));
  const bool has = object && record_keys_have(record->keys, object);
  json_decref(object);
  return has;
}

FILE*
record_stream(const Record* record)
{
  return record->stream;
}
