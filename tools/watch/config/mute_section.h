// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_MUTE_SECTION_H
#define EARMARK_MUTE_SECTION_H

#include "tools/watch/config/complaints.h"
#include "tools/watch/config/ini_file.h"
#include "tools/watch/rules/mute.h"

/// Read [mute NAME]; what is wrong is complained about.  Its texts are those of
/// the section.
void mute_section_read(const IniSection* section,
                       WeeklyMute* mute,
                       Complaints* complaints);

#endif
