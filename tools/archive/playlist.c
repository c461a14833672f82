// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "tools/archive/playlist.h"

#include "tools/archive/text_file.h"
#include "tools/options/path.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#define SCHEME "file://"

bool
playlist_has_suffix(const char* path, const char* suffix)
{
  const size_t length = strlen(path);
  const size_t n = strlen(suffix);
  return length > n && !strcasecmp(path + length - n, suffix);
}

bool
playlist_is(const char* path)
{
  return playlist_has_suffix(path, ".m3u") ||
         playlist_has_suffix(path, ".m3u8") ||
         playlist_has_suffix(path, ".pls");
}

static int
digit(char c)
{
  return isdigit((unsigned char)c) ? c - '0'
                                   : tolower((unsigned char)c) - 'a' + 10;
}

/// What stands for %20 and the like
static void
decode(char* text)
{
  char* out = text;
  for (const char* c = text; *c; ++c) {
    if (*c == '%' && isxdigit((unsigned char)c[1]) &&
        isxdigit((unsigned char)c[2])) {
      *out++ = (char)(16 * digit(c[1]) + digit(c[2]));
      c += 2;
    } else {
      *out++ = *c;
    }
  }
  *out = '\0';
}

static char*
relative_to(const char* list, const char* name)
{
  const char* const slash = strrchr(list, '/');
  const int n = slash && *name != '/' ? (int)(slash - list) + 1 : 0;
  return path_format("%.*s%s", n, list, name);
}

char*
playlist_path(const char* list, const char* name)
{
  if (!strncasecmp(name, SCHEME, strlen(SCHEME))) {
    char* const path = path_format("%s", name + strlen(SCHEME));
    if (path) {
      decode(path);
    }
    return path;
  }
  char* const path = relative_to(list, name);
  if (!path || !strchr(name, '\\') || !access(path, F_OK)) {
    return path;
  }
  char* const other = path_format("%s", path);
  for (char* c = other; c && *c; ++c) {
    *c = *c == '\\' ? '/' : *c;
  }
  const bool is_there = other && !access(other, F_OK);
  free(is_there ? path : other);
  return is_there ? other : path;
}

/// The name on a line, NULL if there is none
static const char*
find_name(const char* line, bool is_pls)
{
  if (!is_pls) {
    return *line && *line != '#' ? line : NULL;
  }
  if (strncasecmp(line, "File", 4) != 0) {
    return NULL;
  }
  const char* const sign = line + 4 + strspn(line + 4, "0123456789 ");
  return *sign == '=' ? sign + 1 + strspn(sign + 1, " ") : NULL;
}

bool
playlist_read(const char* path, Names* names, bool* is_stream, Error* error)
{
  char* const text = text_file_read(path, error);
  const bool is_pls = playlist_has_suffix(path, ".pls");
  bool good = text;
  *is_stream = false;
  char* rest = text;
  for (char* line = NULL; good && (line = text_file_line(&rest));) {
    const char* const name = find_name(line, is_pls);
    *is_stream = *is_stream || !strncmp(line, "#EXT-X-", 7);
    if (name && *name && !names_take(names, playlist_path(path, name))) {
      error_set(error, ERROR_NO_MEMORY);
      good = false;
    }
  }
  free(text);
  return good;
}
