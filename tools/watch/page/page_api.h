// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_PAGE_API_H
#define EARMARK_PAGE_API_H

#include "tools/watch/page/page_request.h"

// [http] What each address answers; the manual describes them

enum MHD_Result page_api_health(PageRequest* request);
enum MHD_Result page_api_metrics(PageRequest* request);
enum MHD_Result page_api_desk(PageRequest* request);
enum MHD_Result page_api_stations(PageRequest* request);
enum MHD_Result page_api_station(PageRequest* request);
enum MHD_Result page_api_mutes(PageRequest* request);
enum MHD_Result page_api_log(PageRequest* request);
enum MHD_Result page_api_stream(PageRequest* request);

#endif
