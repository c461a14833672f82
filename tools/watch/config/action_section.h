// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_ACTION_SECTION_H
#define EARMARK_ACTION_SECTION_H

#include "base/arena.h"
#include "tools/watch/config/complaints.h"
#include "tools/watch/config/ini_file.h"
#include "tools/watch/notice/action.h"

#include <stdbool.h>

#define ACTION_SECTION_MOST 3u /* Actions of a section */

/// Is it a key of the actions that a section may have?
bool action_section_knows(const char* key, bool is_rule);

/// Add the actions of [watch], or of [rule NAME], to actions[*n], which has
/// room for ACTION_SECTION_MOST more; what is wrong is complained about
void action_section_read(const IniSection* section,
                         Action* actions,
                         uint32_t* n,
                         Arena* arena,
                         Complaints* complaints);

/// "http://..." or "https://...", with credentials in a form that is
/// understood; in the arena.  NULL with a message.
const char* action_section_url(const char* text, Arena* arena, Error* error);

#endif
