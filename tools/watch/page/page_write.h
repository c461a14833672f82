// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_PAGE_WRITE_H
#define EARMARK_PAGE_WRITE_H

#include "tools/watch/page/page_request.h"

// [http] What changes something; the manual describes them

/// The token, as the body, for a cookie
enum MHD_Result page_write_login(PageRequest* request);

/// The cookie is no longer good for this browser
enum MHD_Result page_write_logout(PageRequest* request);

/// Somebody knows of an event
enum MHD_Result page_write_acknowledge(PageRequest* request);

/// Nobody is told of a rule for some time, or again
enum MHD_Result page_write_mute(PageRequest* request);

#endif
