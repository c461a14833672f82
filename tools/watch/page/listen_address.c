// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _GNU_SOURCE // SOCK_CLOEXEC

#include "tools/watch/page/listen_address.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define BACKLOG 64
#define MAX_PORT 65535ul
#define PORT_SIZE 6 /* "65535" and its end */

/// A text taken apart
typedef struct {
  char host[256];
  char port[PORT_SIZE];
} Parts;

static bool
split(const char* text, Parts* parts, Error* error)
{
  const char* const colon = strrchr(text, ':');
  const char* const digits = colon ? colon + 1 : "";
  const size_t n = strlen(digits);
  size_t length = colon ? (size_t)(colon - text) : 0;
  bool ok = length && length < sizeof(parts->host) && n && n < PORT_SIZE &&
            strspn(digits, "0123456789") == n &&
            strtoul(digits, NULL, 10) <= MAX_PORT;
  if (ok && text[0] == '[') {
    ok = length > 2 && text[length - 1] == ']';
    ++text;
    length -= 2;
  } else if (ok) {
    ok = !memchr(text, ':', length);
  }
  if (!ok) {
    error_set(error, "it is ADDRESS:PORT, such as 127.0.0.1:8080 or "
                     "[::1]:8080");
    return false;
  }
  snprintf(parts->host, sizeof(parts->host), "%.*s", (int)length, text);
  snprintf(parts->port, sizeof(parts->port), "%s", digits);
  return true;
}

bool
listen_address_check(const char* text, Error* error)
{
  Parts parts;
  return split(text, &parts, error);
}

/// Of a socket that is bound
static bool
describe(ListenAddress* address)
{
  struct sockaddr_storage bound;
  socklen_t size = sizeof(bound);
  char text[INET6_ADDRSTRLEN] = "";
  memset(&bound, 0, sizeof(bound));
  if (getsockname(address->descriptor, (struct sockaddr*)&bound, &size)) {
    return false;
  }
  if (bound.ss_family == AF_INET6) {
    struct sockaddr_in6 six;
    memcpy(&six, &bound, sizeof(six));
    inet_ntop(AF_INET6, &six.sin6_addr, text, sizeof(text));
    snprintf(address->host, sizeof(address->host), "[%s]", text);
    address->port = ntohs(six.sin6_port);
    address->is_loopback = IN6_IS_ADDR_LOOPBACK(&six.sin6_addr);
  } else {
    struct sockaddr_in four;
    memcpy(&four, &bound, sizeof(four));
    inet_ntop(AF_INET, &four.sin_addr, text, sizeof(text));
    snprintf(address->host, sizeof(address->host), "%s", text);
    address->port = ntohs(four.sin_port);
    address->is_loopback = ntohl(four.sin_addr.s_addr) >> 24 == 127;
  }
  return true;
}

static int
open_socket(const struct addrinfo* info)
{
  const int yes = 1;
  const int type = SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK;
  const int descriptor = socket(info->ai_family, type, 0);
  if (descriptor < 0) {
    return -1;
  }
  setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
  if (bind(descriptor, info->ai_addr, info->ai_addrlen) ||
      listen(descriptor, BACKLOG)) {
    const int number = errno;
    close(descriptor);
    errno = number;
    return -1;
  }
  return descriptor;
}

bool
listen_address_open(const char* text, ListenAddress* address, Error* error)
{
  Parts parts;
  struct addrinfo* found = NULL;
  const struct addrinfo hints = {.ai_flags = AI_PASSIVE | AI_NUMERICSERV,
                                 .ai_family = AF_UNSPEC,
                                 .ai_socktype = SOCK_STREAM};
  *address = (ListenAddress){.descriptor = -1};
  if (!split(text, &parts, error)) {
    return false;
  }
  const int code = getaddrinfo(parts.host, parts.port, &hints, &found);
  if (code) {
    error_set(error, "%s: %s", text, gai_strerror(code));
    return false;
  }
  address->descriptor = open_socket(found);
  const bool ok = address->descriptor >= 0 && describe(address);
  if (!ok) {
    error_set(error, "%s: %s", text, strerror(errno));
  }
  freeaddrinfo(found);
  return ok;
}
