// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "tools/watch/page/news.h"

#include "base/clock.h"
#include "tools/watch/source/utc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool
news_init(News* news)
{
  *news = (News){
      .events = (NewsEvent*)calloc(NEWS_EVENTS, sizeof(NewsEvent)),
      .lines = (NewsLine*)calloc(NEWS_LINES, sizeof(NewsLine)),
  };
  return news->events && news->lines;
}

void
news_clear(News* news)
{
  free(news->events);
  free(news->lines);
  *news = (News){0};
}

static uint32_t
place_of(const News* news, const char* id)
{
  uint32_t i = 0;
  while (i < news->n_events && strcmp(news->events[i].event.id, id) != 0) {
    ++i;
  }
  return i;
}

/// Where there are too many: that of the oldest that is over, or of the oldest
static uint32_t
place_to_leave(const News* news)
{
  uint32_t i = 0;
  while (i < news->n_events && event_is_firing(&news->events[i].event)) {
    ++i;
  }
  return i < news->n_events ? i : 0;
}

void
news_put_event(News* news, const Event* event)
{
  uint32_t place = place_of(news, event->id);
  if (place == news->n_events && news->n_events == NEWS_EVENTS) {
    const uint32_t old = place_to_leave(news);
    memmove(news->events + old, news->events + old + 1,
            (NEWS_EVENTS - 1u - old) * sizeof(news->events[0]));
    place = --news->n_events;
  }
  news->n_events += place == news->n_events;
  news->events[place] = (NewsEvent){.serial = ++news->serial, .event = *event};
}

void
news_put_line(News* news, const char* subject, const char* text)
{
  if (news->n_lines == NEWS_LINES) {
    memmove(news->lines, news->lines + 1,
            (NEWS_LINES - 1u) * sizeof(news->lines[0]));
    --news->n_lines;
  }
  NewsLine* const line = &news->lines[news->n_lines++];
  // As titles: it may hold anything, but JSON may not
  *line = (NewsLine){.serial = ++news->serial,
                     .time = utc_of(wall_seconds()),
                     .text = stream_title_from(text, STREAM_TITLE_CHARSET)};
  snprintf(line->subject, sizeof(line->subject), "%s", subject);
}

bool
news_copy(const News* news, uint64_t after, News* copy)
{
  *copy = (News){.serial = news->serial};
  if (news->serial <= after) {
    return true;
  }
  copy->events = (NewsEvent*)malloc((news->n_events + 1u) * sizeof(NewsEvent));
  copy->lines = (NewsLine*)malloc((news->n_lines + 1u) * sizeof(NewsLine));
  if (!copy->events || !copy->lines) {
    return false;
  }
  for (uint32_t i = 0; i < news->n_events; ++i) {
    if (news->events[i].serial > after) {
      copy->events[copy->n_events++] = news->events[i];
    }
  }
  for (uint32_t i = 0; i < news->n_lines; ++i) {
    if (news->lines[i].serial > after) {
      copy->lines[copy->n_lines++] = news->lines[i];
    }
  }
  return true;
}

const Event*
news_find(const News* news, const char* id)
{
  const uint32_t place = place_of(news, id);
  return place < news->n_events ? &news->events[place].event : NULL;
}
