// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_ACTION_H
#define EARMARK_ACTION_H

#include "base/arena.h"
#include "base/error.h"
#include "tools/watch/rules/alarm.h"

#include <stdbool.h>
#include <stdint.h>

#define ACTION_NAME_SIZE (ALARM_MAX_NAME + 16u)

/// How people, or programs of theirs, hear of events
typedef enum {
  ACTION_COMMAND,     ///< A program is run
  ACTION_POST,        ///< An HTTP request
  ACTION_ALERTMANAGER ///< Alertmanager's API, version 2
} ActionKind;

/// One of these ways, as a user has set it up; its memory is in an arena
typedef struct {
  ActionKind kind;
  char name[ACTION_NAME_SIZE];  ///< "run", "silence.run": in messages, metrics
  const char* rule;             ///< Only for events of this; NULL for [watch]'s
  const char* const* arguments; ///< Program first, NULL last; of a command
  const char* url;              ///< Of the others
  const char* const* headers;   ///< NULL last, may hold secrets; NULL for none
} Action;

/// All of them
typedef struct {
  uint32_t n_actions;
  Action* actions;        ///< [n_actions]
  uint32_t per_minute;    ///< Notices of each at most, 1..60
  double seconds;         ///< How long one may take
  const char* ca_file;    ///< Who is trusted, in PEM; NULL: the system's
  const char* public_url; ///< Of the page, for links; NULL for none
  bool has_clips;         ///< The page has the sound of events
  const char* heartbeat;  ///< URL that is fetched while all is well, or NULL
  double heartbeat_every; ///< Seconds
} NoticePlan;

#define ACTION_MOST_PER_MINUTE 60u

/// A command line as its arguments, NULL last: blanks between them, "..." and
/// '...' around what has blanks, \ before what shall count as it is.  NULL with
/// a message; in an arena.  [any]
const char* const* action_split(const char* text, Arena* arena, Error* error);

/// Does actions[i] hear of events of a rule?  What a rule has of its own takes
/// the place of what [watch] has.  [any]
bool action_is_for(const NoticePlan* plan, uint32_t i, const char* rule);

#endif
