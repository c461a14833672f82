// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_RULE_SECTION_H
#define EARMARK_RULE_SECTION_H

#include "tools/watch/config/configuration.h"
#include "tools/watch/config/ini_file.h"

/// A rule of a file; what is wrong is complained about
void rule_section_read(const IniSection* section,
                       const View* view,
                       RulePlan* plan,
                       Complaints* complaints);

#endif
