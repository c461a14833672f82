// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// Who may read and write: tokens, cookies, names of hosts, origins, addresses

#undef NDEBUG

#include "tools/watch/page/page_access.h"

#include "tests/support/run.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const PageAccess behind_proxy = {
    .token = "0123456789abcdef",
    .listen = {.is_loopback = true, .port = 8080},
    .url = {true, "radio.example", "/earmark/"}};

static void
test_hosts(void)
{
  static const char* const known[] = {
      "localhost",     "LocalHost:8080", "127.0.0.1:8080",    "[::1]:8080",
      "192.168.1.2:1", "radio.example",  "Radio.Example:443", "10.0.0.1"};
  static const char* const unknown[] = {"",
                                        ":8080",
                                        "evil.example",
                                        "radio.example.evil.example",
                                        "localhost.evil.example",
                                        "1.evil.example",
                                        "127.0.0.1.evil.example"};
  for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); ++i) {
    assert(page_access_knows(&behind_proxy, known[i]));
  }
  for (size_t i = 0; i < sizeof(unknown) / sizeof(unknown[0]); ++i) {
    assert(!page_access_knows(&behind_proxy, unknown[i]));
  }
  const PageAccess local = {.listen = {.is_loopback = true}};
  assert(!page_access_knows(&local, "radio.example"));
}

static void
test_origins(void)
{
  const PageAccess* const access = &behind_proxy;
  assert(page_access_is_own(access, "http://127.0.0.1:80", "127.0.0.1:80"));
  assert(page_access_is_own(access, "https://radio.example", "127.0.0.1:80"));
  assert(!page_access_is_own(access, "http://127.0.0.1:81", "127.0.0.1:80"));
  assert(!page_access_is_own(access, "https://evil.example", "127.0.0.1:80"));
  assert(!page_access_is_own(access, "null", "127.0.0.1:80"));
}

static void
test_closed(void)
{
  PageAccess access = behind_proxy;
  assert(page_access_is_closed(&access));
  access.url.host[0] = '\0';
  assert(!page_access_is_closed(&access));
  access.listen.is_loopback = false;
  assert(page_access_is_closed(&access));
  access.token[0] = '\0';
  assert(!page_access_is_closed(&access));
}

static void
test_cookies(void)
{
  char cookie[PAGE_COOKIE_SIZE];
  char other[PAGE_COOKIE_SIZE];
  PageAccess stranger = behind_proxy;
  stranger.token[0] = 'x';
  assert(page_access_make_cookie(&behind_proxy, 1000.0, cookie));
  assert(strlen(cookie) == strlen("1000.") + 64);
  assert(page_access_is_cookie(&behind_proxy, cookie, 999.0));
  assert(!page_access_is_cookie(&behind_proxy, cookie, 1001.0));
  assert(!page_access_is_cookie(&stranger, cookie, 999.0));
  assert(page_access_make_cookie(&stranger, 1000.0, other));
  assert(strcmp(cookie, other) != 0);
  cookie[0] = '2'; // For longer
  assert(!page_access_is_cookie(&behind_proxy, cookie, 999.0));
  static const char* const bad[] = {
      "", ".", "1000", "1000.", "x", "99999999999999999999999999.00"};
  for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); ++i) {
    assert(!page_access_is_cookie(&behind_proxy, bad[i], 999.0));
  }
  const PageAccess open = {.token = ""};
  assert(!page_access_make_cookie(&open, 1000.0, cookie));
  assert(!page_access_is_token(&open, ""));
  assert(page_access_is_token(&behind_proxy, "0123456789abcdef"));
  assert(!page_access_is_token(&behind_proxy, "0123456789abcdeF"));
  assert(!page_access_is_token(&behind_proxy, "0123456789abcdef0"));
}

static void
test_tokens(void)
{
  char text[400];
  Error error = {""};
  PageAccess access = {.token = ""};
  memset(text, 'a', sizeof(text));
  for (size_t n = 0; n < sizeof(text); ++n) {
    text[n] = '\0';
    const bool ok = n >= PAGE_TOKEN_MIN && n < PAGE_TOKEN_SIZE;
    assert(page_access_set_token(&access, text, &error) == ok);
    assert(!ok || page_access_is_token(&access, text));
    text[n] = 'a';
  }
  assert(!strstr(error.text, "aaa"));
}

static void
test_addresses(void)
{
  static const char* const bad[] = {
      "",       "8080",  "127.0.0.1", ":8080", "a:b",       "127.0.0.1:99999",
      "::1:80", "[]:80", "[::1:80",   "a:-1",  "a:1234567", "a: 80"};
  Error error = {""};
  ListenAddress address;
  for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); ++i) {
    assert(!listen_address_check(bad[i], &error));
  }
  assert(listen_address_check("[::1]:8080", &error));
  assert(listen_address_open("127.0.0.1:0", &address, &error));
  assert(address.is_loopback && address.port > 0);
  assert(!strcmp(address.host, "127.0.0.1"));
  char again[32];
  ListenAddress second;
  snprintf(again, sizeof(again), "127.0.0.1:%u", address.port);
  assert(!listen_address_open(again, &second, &error));
  assert(strstr(error.text, again));
  close(address.descriptor);
  assert(listen_address_open("0.0.0.0:0", &address, &error));
  assert(!address.is_loopback);
  close(address.descriptor);
}

static void
test_urls(void)
{
  static const char* const bad[] = {"",
                                    "radio.example",
                                    "ftp://radio.example/",
                                    "https:///path",
                                    "https://a b/",
                                    "https://radio.example/?a",
                                    "https://radio.example\"",
                                    "https://radio.example",
                                    "https://radio.example/a",
                                    "https://user@radio.example/"};
  Error error = {""};
  PublicUrl url;
  for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); ++i) {
    assert(!public_url_read(bad[i], &url, &error));
  }
  assert(public_url_read("https://radio.example:8443/a/b/", &url, &error));
  assert(url.is_https && !strcmp(url.host, "radio.example") &&
         !strcmp(url.path, "/a/b/"));
  assert(public_url_read("http://[::1]/", &url, &error));
  assert(!url.is_https && !strcmp(url.host, "[::1]") && !strcmp(url.path, "/"));
}

int
main(void)
{
  RUN(test_hosts());
  RUN(test_origins());
  RUN(test_closed());
  RUN(test_cookies());
  RUN(test_tokens());
  RUN(test_addresses());
  RUN(test_urls());
  return 0;
}
