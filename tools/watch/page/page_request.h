// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_PAGE_REQUEST_H
#define EARMARK_PAGE_REQUEST_H

#include "tools/watch/page/archive.h"
#include "tools/watch/page/page_access.h"
#include "tools/watch/page/page_store.h"
#include "tools/watch/page/page_stream.h"

#include <microhttpd.h>
#include <stddef.h>

#define PAGE_REQUEST_BODY 4096u /* Bytes, at most */
#define PAGE_REQUEST_PART 128u  /* Bytes of a part of a path, with its end */

/// What requests are answered from
typedef struct {
  const View* view;
  PageAccess access;
  PageStore* store;
  PageStreams* streams;
  const uint32_t* metric_tags; ///< [n_metric_tags]: tags with series
  uint32_t n_metric_tags;
  Archive* archive;  ///< NULL without a history
  const char* clips; ///< The folder of clips; NULL for none
  double started;    ///< UTC
} PageDesk;

/// A request that is being read, and then answered.  [http]
typedef struct {
  const PageDesk* desk;
  struct MHD_Connection* connection;
  int descriptor;               ///< Of its socket
  char part[PAGE_REQUEST_PART]; ///< What of the path names a thing: an id
  size_t size; ///< Bytes of the body; more than PAGE_REQUEST_BODY
               ///< if it is too large
  char body[PAGE_REQUEST_BODY + 1u]; ///< With an end
} PageRequest;

/// A header, or ""
const char* page_request_header(const PageRequest* request, const char* name);

/// A number of the query from `low` to `high`, or what it is without
double page_request_number(const PageRequest* request,
                           const char* name,
                           double low,
                           double high,
                           double without);

/// A text of the query, or ""
const char* page_request_query(const PageRequest* request, const char* name);

/// Does it show the token, or the cookie that stands for it?
bool page_request_is_trusted(const PageRequest* request);

/// The name of our cookie, which another server on this host would not use
void page_request_cookie_name(const PageDesk* desk, char name[32]);

/// May what asks be a page of somebody else?  It cannot make our own header.
bool page_request_is_foreign(const PageRequest* request);

#endif
