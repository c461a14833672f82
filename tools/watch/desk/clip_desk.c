// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/watch/desk/clip_desk.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define SUBJECT "clips"

/// What was said in numbers
static double
or_default(double value, double otherwise)
{
  return value > 0.0 ? value : otherwise;
}

bool
clip_desk_open(ClipDesk* desk,
               const ClipPlan* plan,
               double most_age,
               EventBook* book,
               Log* log,
               Error* error)
{
  *desk = (ClipDesk){.book = book, .log = log};
  if (!plan->folder) {
    return true;
  }
  const ClipPlan whole = {
      .folder = plan->folder,
      .before = or_default(plan->before, CLIPS_BEFORE),
      .after = or_default(plan->after, CLIPS_AFTER),
      .most_age = fmin(or_default(plan->most_age, CLIPS_AGE), most_age),
      .most_bytes = or_default(plan->most_bytes, CLIPS_SIZE)};
  desk->clips = clips_new(&whole, error);
  return desk->clips;
}

void
clip_desk_close(ClipDesk* desk)
{
  clips_free(desk->clips);
  desk->clips = NULL;
}

bool
clip_desk_keep(ClipDesk* desk,
               const ClipPlan* plan,
               WatchHistory* history,
               Error* error)
{
  return clip_rows_open(&desk->rows, plan->folder, history, error);
}

void
clip_desk_end_keeping(ClipDesk* desk)
{
  clip_rows_close(&desk->rows);
}

void
clip_desk_change(ClipDesk* desk, const Event* event, EventChange change)
{
  if (desk->clips && change == EVENT_RAISED) {
    clips_begin(desk->clips, event);
  }
}

/// The event knows its clip, or knows of it no more
static void
set_clip(ClipDesk* desk, const char* name, bool is_there)
{
  char id[EVENT_ID_SIZE];
  snprintf(id, sizeof(id), "%.*s", (int)strcspn(name, "."), name);
  Event* const event = event_book_find(desk->book, id);
  if (event) {
    snprintf(event->clip, sizeof(event->clip), "%s", is_there ? name : "");
    event_book_tell(desk->book, event, EVENT_CHANGED);
  }
}

/// That clips fail is an event, too; watching goes on
static void
set_failing(ClipDesk* desk, const ClipNews* news)
{
  const bool is_failing = news->outcome == CLIP_FAILED;
  if (is_failing != desk->is_failing) {
    log_add(desk->log, SUBJECT, "%s",
            is_failing ? news->error.text : "they are written again");
  }
  desk->is_failing = is_failing;
  event_book_say(desk->book, "", SUBJECT, is_failing, (double)NAN, (double)NAN);
}

static void
tell(ClipDesk* desk)
{
  ClipNews news;
  while (clips_take(desk->clips, &news)) {
    if (news.outcome != CLIP_REMOVED) {
      set_failing(desk, &news);
    }
    if (news.outcome == CLIP_REMOVED) {
      clip_rows_forget(&desk->rows, news.name);
    }
    if (news.outcome != CLIP_FAILED) {
      set_clip(desk, news.name, news.outcome == CLIP_WRITTEN);
    }
  }
}

void
clip_desk_tick(ClipDesk* desk)
{
  if (desk->clips) {
    clips_tick(desk->clips);
    tell(desk);
  }
}

void
clip_desk_finish(ClipDesk* desk)
{
  if (desk->clips) {
    clips_finish(desk->clips);
    tell(desk);
  }
}
