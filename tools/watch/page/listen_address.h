// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_LISTEN_ADDRESS_H
#define EARMARK_LISTEN_ADDRESS_H

#include "base/error.h"

#include <stdbool.h>

/// Where the page is served
typedef struct {
  int descriptor;   ///< A socket that listens; the caller closes it
  bool is_loopback; ///< Nobody but this machine can reach it
  unsigned port;
  char host[64]; ///< As in a URL: "127.0.0.1", "[::1]"
} ListenAddress;

/// Is it "ADDRESS:PORT", with an IPv6 address in brackets?  False with a
/// message.
bool listen_address_check(const char* text, Error* error);

/// Begin to listen; port 0 is any that is free.  False with a message.
bool
listen_address_open(const char* text, ListenAddress* address, Error* error);

#endif
