// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_PAGE_ACCESS_H
#define EARMARK_PAGE_ACCESS_H

#include "tools/watch/page/listen_address.h"
#include "tools/watch/page/public_url.h"

#include <stdbool.h>

#define PAGE_TOKEN_MIN 16u   /* Characters */
#define PAGE_TOKEN_SIZE 256u /* With its end */
#define PAGE_COOKIE_SIZE 96u /* With its end */
#define PAGE_COOKIE_SECONDS (30.0 * 86400.0)

/// Who may do what
typedef struct {
  char token[PAGE_TOKEN_SIZE]; ///< "" if there is none
  ListenAddress listen;
  PublicUrl url;
} PageAccess;

/// False with a message, if it is too short or too long
bool page_access_set_token(PageAccess* access, const char* token, Error* error);

/// Is the token needed to read?  To write it always is.
bool page_access_is_closed(const PageAccess* access);

/// Is that, of the header Host, this server?  Another name may be one that was
/// bent to this address, so that a foreign page reads what is here.
bool page_access_knows(const PageAccess* access, const char* host);

/// Does a page at that origin belong to this server, reached as `host`?
bool page_access_is_own(const PageAccess* access,
                        const char* origin,
                        const char* host);

/// Is it the token?  Takes the same time for all that are as long.
bool page_access_is_token(const PageAccess* access, const char* text);

/// The value of a cookie that stands for the token until a time, in UTC
bool page_access_make_cookie(const PageAccess* access,
                             double until,
                             char cookie[PAGE_COOKIE_SIZE]);

/// Does it stand for the token at that time?
bool
page_access_is_cookie(const PageAccess* access, const char* cookie, double now);

#endif
