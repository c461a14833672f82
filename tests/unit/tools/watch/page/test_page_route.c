// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// Shapes of paths, and ranges of bytes

#undef NDEBUG

#include "tools/watch/page/page_route.h"

#include "tests/support/run.h"
#include "tools/watch/page/page_clip.h"

#include <assert.h>
#include <string.h>

static void
test_paths(void)
{
  char part[PAGE_REQUEST_PART] = "";
  char path[400] = "api/stations/";
  assert(page_route_matches("", "", part));
  assert(!page_route_matches("", "a", part));
  assert(page_route_matches("api/stations/*", "api/stations/one.mp3", part));
  assert(!strcmp(part, "one.mp3"));
  assert(
      page_route_matches("api/stations/*/past", "api/stations/x/past", part));
  assert(!strcmp(part, "x"));
  assert(!page_route_matches("api/stations/*", "api/stations/", part));
  assert(!page_route_matches("api/stations/*", "api/stations/a/b", part));
  assert(!page_route_matches("clips/*", "clips/../a", part));
  assert(!page_route_matches("*", "a/../../etc/passwd", part));
  memset(path + strlen(path), 'a', 300);
  assert(!page_route_matches("api/stations/*", path, part));
}

static void
expect(const char* header, unsigned status, uint64_t first, uint64_t n)
{
  PageRange range;
  assert(page_range_read(header, 100, &range) == status);
  assert(status == MHD_HTTP_RANGE_NOT_SATISFIABLE ||
         (range.first == first && range.n == n));
}

static void
test_ranges(void)
{
  expect("", MHD_HTTP_OK, 0, 100);
  expect("bytes=0-", MHD_HTTP_PARTIAL_CONTENT, 0, 100);
  expect("bytes=0-0", MHD_HTTP_PARTIAL_CONTENT, 0, 1);
  expect("bytes=10-19", MHD_HTTP_PARTIAL_CONTENT, 10, 10);
  expect("bytes=90-1000", MHD_HTTP_PARTIAL_CONTENT, 90, 10);
  expect("bytes=-10", MHD_HTTP_PARTIAL_CONTENT, 90, 10);
  expect("bytes=-1000", MHD_HTTP_PARTIAL_CONTENT, 0, 100);
  expect("bytes=100-", MHD_HTTP_RANGE_NOT_SATISFIABLE, 0, 0);
  expect("bytes=-0", MHD_HTTP_RANGE_NOT_SATISFIABLE, 0, 0);
  expect("bytes=20-10", MHD_HTTP_OK, 0, 100);
  expect("bytes=0-1,5-6", MHD_HTTP_OK, 0, 100);
  expect("bytes=-", MHD_HTTP_OK, 0, 100);
  expect("bytes=a-b", MHD_HTTP_OK, 0, 100);
  expect("bytes=99999999999999999999-", MHD_HTTP_OK, 0, 100);
  expect("lines=0-1", MHD_HTTP_OK, 0, 100);
  PageRange range;
  assert(page_range_read("bytes=0-", 0, &range) ==
         MHD_HTTP_RANGE_NOT_SATISFIABLE);
  assert(page_range_read("bytes=-1", 0, &range) ==
         MHD_HTTP_RANGE_NOT_SATISFIABLE);
}

int
main(void)
{
  RUN(test_paths());
  RUN(test_ranges());
  return 0;
}
