// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_JSON_LINE_H
#define EARMARK_JSON_LINE_H

#include "model/network.h"
#include "tools/watch/rules/alarm_panel.h"
#include "tools/watch/station/interval.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

#define JSON_LINE_SCHEMA 1 /* Rises when a member changes its meaning */

/// What is said of an interval; the manual describes the members.  Of all tags,
/// or of those that are worth saying.  The caller decrefs it; NULL if memory is
/// short.
json_t* json_line_of(const char* station,
                     const View* view,
                     const Interval* interval,
                     const AlarmPanel* panel,
                     bool has_all_tags);

/// A number, rounded to what is worth saying; null for NaN.  New.
json_t* json_line_number(double value);

/// A time since 1970 in RFC 3339.  New.
json_t* json_line_time(double seconds);

/// Add what was heard, or null for each member where `reading` is NULL:
/// content, loudness and level
void
json_line_add_sound(json_t* object, const View* view, const Reading* reading);

/// How a rule is, with what makes it so.  New.
json_t* json_line_rule(const Alarm* alarm);

/// In one line, without its end; the caller frees it.  NULL if memory is short.
char* json_line_text(const json_t* object);

/// Print it as one line without control characters
void json_line_print(FILE* stream, const json_t* object);

#endif
