// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_PAGE_REPLY_H
#define EARMARK_PAGE_REPLY_H

#include "tools/watch/page/page_request.h"

#include <jansson.h>

// [http] All of these answer a request, with the headers that all answers have

/// With a response that is made for it; NULL is "out of memory"
enum MHD_Result page_reply(const PageRequest* request,
                           unsigned status,
                           struct MHD_Response* response);

/// A text of that type, which the reply frees
enum MHD_Result page_reply_text(const PageRequest* request,
                                unsigned status,
                                const char* type,
                                char* text);

/// An object, which the reply decrefs
enum MHD_Result
page_reply_json(const PageRequest* request, unsigned status, json_t* object);

/// {"error": TEXT}
enum MHD_Result
page_reply_error(const PageRequest* request, unsigned status, const char* text);

/// A file of the page, by its name.  Nothing else is there.
enum MHD_Result page_reply_asset(const PageRequest* request, const char* name);

#endif
