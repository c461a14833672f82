// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_STATION_SECTION_H
#define EARMARK_STATION_SECTION_H

#include "tools/watch/config/configuration.h"
#include "tools/watch/config/ini_file.h"

/// A station of a file, without its rules; what is wrong is complained about
void station_section_read(const IniSection* section,
                          StationPlan* plan,
                          Arena* arena,
                          Complaints* complaints);

/// A name fit for files, labels and topics: complains if it is none
void station_section_check_name(const IniSection* section,
                                Complaints* complaints);

#endif
