// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// Hosts and ports, and what is none

#undef NDEBUG

#include "tools/watch/osc/osc_target.h"

#include <assert.h>
#include <string.h>

static void
check(const char* text, const char* host, const char* port)
{
  OscTarget target;
  Error error = {""};
  assert(osc_target_read(text, &target, &error));
  assert(!strcmp(target.host, host) && !strcmp(target.port, port));
}

static void
check_bad(const char* text)
{
  OscTarget target;
  Error error = {""};
  assert(!osc_target_read(text, &target, &error) && error.text[0]);
}

int
main(void)
{
  static const char* const bad[] = {
      "",         ":",          "host",      "host:",   ":9000",
      "host:0",   "host:65536", "host:9x",   "host:-1", "host:900000",
      "::1:9000", "[]:9000",    "[::1]9000", "[::1]",   "host: 1"};
  check("host:9000", "host", "9000");
  check("127.0.0.1:65535", "127.0.0.1", "65535");
  check("[::1]:1", "::1", "1");
  for (unsigned i = 0; i < sizeof(bad) / sizeof(bad[0]); ++i) {
    check_bad(bad[i]);
  }
  char host[400];
  memset(host, 'x', sizeof(host));
  memcpy(host + sizeof(host) - 6, ":9000", 6);
  check_bad(host);
  return 0;
}
