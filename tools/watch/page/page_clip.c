// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "tools/watch/page/page_clip.h"

#include "tools/watch/clip/clip_format.h"
#include "tools/watch/page/page_past.h"
#include "tools/watch/page/page_reply.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#define MOST_DIGITS 18u

/// Digits, up to the character that must follow; returns what is behind that,
/// or NULL
static const char*
read_digits(const char* text, char end, uint64_t* value)
{
  const size_t n = strspn(text, "0123456789");
  *value = 0;
  for (size_t i = 0; i < n && i < MOST_DIGITS; ++i) {
    *value = 10u * *value + (uint64_t)(text[i] - '0');
  }
  return n > MOST_DIGITS || text[n] != end ? NULL : text + n + (end != '\0');
}

unsigned
page_range_read(const char* header, uint64_t size, PageRange* range)
{
  static const char unit[] = "bytes=";
  uint64_t first = 0;
  uint64_t last = 0;
  *range = (PageRange){0, size};
  if (strncasecmp(header, unit, sizeof(unit) - 1) != 0) {
    return MHD_HTTP_OK;
  }
  const char* const begin = header + sizeof(unit) - 1;
  const char* const second = read_digits(begin, '-', &first);
  if (!second || !read_digits(second, '\0', &last) ||
      (*begin == '-' && !*second)) {
    return MHD_HTTP_OK; // Several ranges, or nonsense
  }
  if (*begin == '-') { // The last so many
    first = last < size ? size - last : 0;
    last = last ? size - 1u : 0;
    if (!size || !*second || (first == size)) {
      return MHD_HTTP_RANGE_NOT_SATISFIABLE;
    }
  } else if (!*second) {
    last = size - 1u;
  } else if (last < first) {
    return MHD_HTTP_OK;
  }
  if (first >= size) {
    return MHD_HTTP_RANGE_NOT_SATISFIABLE;
  }
  *range = (PageRange){first, (last < size ? last : size - 1u) - first + 1u};
  return MHD_HTTP_PARTIAL_CONTENT;
}

static enum MHD_Result
send_file(const PageRequest* request,
          const ClipFormat* format,
          int descriptor,
          uint64_t size)
{
  char text[96] = "";
  PageRange range;
  const unsigned status = page_range_read(
      page_request_header(request, MHD_HTTP_HEADER_RANGE), size, &range);
  if (status == MHD_HTTP_RANGE_NOT_SATISFIABLE) {
    close(descriptor);
    struct MHD_Response* const response =
        MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT);
    snprintf(text, sizeof(text), "bytes */%" PRIu64, size);
    if (response) {
      MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_RANGE, text);
    }
    return page_reply(request, status, response);
  }
  struct MHD_Response* const response =
      MHD_create_response_from_fd_at_offset64(range.n, descriptor, range.first);
  if (!response) {
    close(descriptor);
    return MHD_NO;
  }
  MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, format->type);
  MHD_add_response_header(response, MHD_HTTP_HEADER_ACCEPT_RANGES, "bytes");
  if (status == MHD_HTTP_PARTIAL_CONTENT) {
    snprintf(text, sizeof(text), "bytes %" PRIu64 "-%" PRIu64 "/%" PRIu64,
             range.first, range.first + range.n - 1u, size);
    MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_RANGE, text);
  }
  return page_reply(request, status, response);
}

/// The clip of an event; -1 if there is none.  The name is ours, but that it
/// leads nowhere else is made sure all the same.
static int
open_clip(const char* folder, const char* name)
{
  const int at = folder && *name && *name != '.' && !strchr(name, '/')
                     ? open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
                     : -1;
  if (at < 0) {
    return -1;
  }
  const int descriptor =
      openat(at, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  close(at);
  return descriptor;
}

enum MHD_Result
page_clip(PageRequest* request)
{
  struct stat about;
  Event event = {.clip = ""};
  page_past_find(request->desk, request->part, &event);
  const ClipFormat* const format = clip_format_find(event.clip);
  const int descriptor =
      format ? open_clip(request->desk->clips, event.clip) : -1;
  if (descriptor >= 0 && !fstat(descriptor, &about) && S_ISREG(about.st_mode)) {
    return send_file(request, format, descriptor, (uint64_t)about.st_size);
  }
  if (descriptor >= 0) {
    close(descriptor);
  }
  return page_reply_error(request, MHD_HTTP_NOT_FOUND, "there is no such clip");
}
