// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "tools/watch/page/page_stream.h"

#include "base/clock.h"
#include "tools/watch/display/json_line.h"
#include "tools/watch/page/past_json.h"
#include "tools/watch/page/station_json.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK 16384u            /* Bytes that are written in one go */
#define KEEP_ALIVE 15.0         /* Seconds: who has gone is noticed by then */
#define RETRY "retry: 3000\n\n" /* Milliseconds until a browser comes back */

/// A browser
typedef struct Stream Stream;

struct Stream {
  PageStreams* all;
  Stream* next;
  struct MHD_Connection* connection;
  bool is_asleep;      ///< Until it is resumed
  uint64_t n_waked;    ///< As it was when it looked last
  uint64_t news;       ///< Serial of what it knows
  uint64_t snapshot;   ///< Serial of what it knows
  double written;      ///< When something was, last
  char* text;          ///< What is being written; owned
  size_t length, done; ///< Of it
};

/// The lock guards the list, and who sleeps; all else is the server's thread's
struct PageStreams {
  PageStore* store;
  const View* view;
  pthread_mutex_t lock;
  Stream* first;
  uint32_t n;
  uint64_t n_waked;
  bool is_closed;
  uint64_t live_serial; ///< Of the snapshot that `live` is of
  char* live;           ///< Its text, the same for all; owned
};

PageStreams*
page_streams_new(PageStore* store, const View* view)
{
  PageStreams* const streams = (PageStreams*)calloc(1, sizeof(PageStreams));
  if (streams) {
    streams->store = store;
    streams->view = view;
    pthread_mutex_init(&streams->lock, NULL);
  }
  return streams;
}

void
page_streams_free(PageStreams* streams)
{
  if (streams) {
    pthread_mutex_destroy(&streams->lock);
    free(streams->live);
    free(streams);
  }
}

/// "event: NAME" with that as its data, which is freed
static char*
event_text(const char* name, json_t* object)
{
  char* const json = json_line_text(object);
  json_decref(object);
  if (!json) {
    return NULL;
  }
  const size_t size = strlen(name) + strlen(json) + 32u;
  char* const text = (char*)malloc(size);
  if (text) {
    snprintf(text, size, "event: %s\ndata: %s\n\n", name, json);
  }
  free(json);
  return text;
}

/// Events and lines of the log that are new to a browser, or NULL
static char*
news_text(Stream* stream)
{
  News news;
  char* text = NULL;
  if (page_store_news(stream->all->store, stream->news, &news) &&
      (news.n_events || news.n_lines)) {
    json_t* const object = json_object();
    json_t* const events = json_array();
    json_t* const lines = json_array();
    for (uint32_t i = 0; i < news.n_events; ++i) {
      json_array_append_new(events, past_json_event(&news.events[i].event));
    }
    for (uint32_t i = 0; i < news.n_lines; ++i) {
      json_array_append_new(lines, past_json_line(&news.lines[i]));
    }
    json_object_set_new(object, "events", events);
    json_object_set_new(object, "lines", lines);
    text = event_text("news", object);
  }
  stream->news = news.serial;
  news_clear(&news);
  return text;
}

/// All stations as they are now, if that is new to a browser, or NULL
static char*
live_text(Stream* stream)
{
  PageStreams* const all = stream->all;
  Snapshot* const snapshot = page_store_snapshot(all->store);
  if (!snapshot) {
    return NULL;
  }
  if (snapshot->serial != all->live_serial) {
    free(all->live);
    all->live = event_text("live", station_json_live(snapshot, all->view));
    all->live_serial = snapshot->serial;
  }
  const bool is_new = snapshot->serial != stream->snapshot;
  stream->snapshot = snapshot->serial;
  snapshot_release(snapshot);
  return is_new && all->live ? strdup(all->live) : NULL;
}

static void
set_text(Stream* stream, char* text)
{
  stream->text = text;
  stream->length = text ? strlen(text) : 0;
  stream->done = 0;
}

static size_t
write_text(Stream* stream, char* buffer, size_t size)
{
  const size_t left = stream->length - stream->done;
  const size_t n = left < size ? left : size;
  memcpy(buffer, stream->text + stream->done, n);
  stream->done += n;
  if (stream->done == stream->length) {
    free(stream->text);
    set_text(stream, NULL);
  }
  stream->written = wall_seconds();
  return n;
}

/// Until there is something new.  False if it is closed, or there is already.
static bool
fall_asleep(Stream* stream)
{
  PageStreams* const all = stream->all;
  pthread_mutex_lock(&all->lock);
  stream->is_asleep = !all->is_closed && all->n_waked == stream->n_waked;
  if (stream->is_asleep) {
    MHD_suspend_connection(stream->connection);
  }
  const bool is_asleep = stream->is_asleep;
  pthread_mutex_unlock(&all->lock);
  return is_asleep;
}

static ssize_t
read_stream(void* data, uint64_t position, char* buffer, size_t size)
{
  Stream* const stream = (Stream*)data;
  PageStreams* const all = stream->all;
  (void)position;
  while (!stream->text) {
    pthread_mutex_lock(&all->lock);
    stream->n_waked = all->n_waked;
    const bool is_closed = all->is_closed;
    pthread_mutex_unlock(&all->lock);
    if (is_closed) {
      return MHD_CONTENT_READER_END_OF_STREAM;
    }
    set_text(stream, news_text(stream));
    if (!stream->text) {
      set_text(stream, live_text(stream));
    }
    if (!stream->text && wall_seconds() > stream->written + KEEP_ALIVE) {
      set_text(stream, strdup(":\n\n"));
    }
    if (!stream->text && fall_asleep(stream)) {
      return 0;
    }
  }
  return (ssize_t)write_text(stream, buffer, size);
}

static void
end_stream(void* data)
{
  Stream* const stream = (Stream*)data;
  PageStreams* const all = stream->all;
  pthread_mutex_lock(&all->lock);
  for (Stream** link = &all->first; *link; link = &(*link)->next) {
    if (*link == stream) {
      *link = stream->next;
      --all->n;
      break;
    }
  }
  pthread_mutex_unlock(&all->lock);
  free(stream->text);
  free(stream);
}

struct MHD_Response*
page_streams_open(PageStreams* streams, struct MHD_Connection* connection)
{
  Stream* const stream = (Stream*)calloc(1, sizeof(Stream));
  if (!stream || page_streams_count(streams) >= PAGE_STREAM_MAX) {
    free(stream);
    return NULL;
  }
  stream->all = streams;
  stream->connection = connection;
  set_text(stream, strdup(RETRY));
  // Not what was before: that is asked for by itself
  News news;
  page_store_news(streams->store, UINT64_MAX, &news);
  stream->news = news.serial;
  pthread_mutex_lock(&streams->lock);
  stream->next = streams->first;
  streams->first = stream;
  ++streams->n;
  pthread_mutex_unlock(&streams->lock);
  struct MHD_Response* const response = MHD_create_response_from_callback(
      MHD_SIZE_UNKNOWN, BLOCK, read_stream, stream, end_stream);
  if (!response) {
    end_stream(stream);
    return NULL;
  }
  MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE,
                          "text/event-stream");
  // Proxies would keep it until there is enough of it
  MHD_add_response_header(response, "X-Accel-Buffering", "no");
  return response;
}

static void
wake(PageStreams* streams)
{
  ++streams->n_waked;
  for (Stream* i = streams->first; i; i = i->next) {
    if (i->is_asleep) {
      i->is_asleep = false;
      MHD_resume_connection(i->connection);
    }
  }
}

void
page_streams_wake(PageStreams* streams)
{
  pthread_mutex_lock(&streams->lock);
  wake(streams);
  pthread_mutex_unlock(&streams->lock);
}

void
page_streams_close(PageStreams* streams)
{
  pthread_mutex_lock(&streams->lock);
  streams->is_closed = true;
  wake(streams);
  pthread_mutex_unlock(&streams->lock);
}

uint32_t
page_streams_count(PageStreams* streams)
{
  pthread_mutex_lock(&streams->lock);
  const uint32_t n = streams->n;
  pthread_mutex_unlock(&streams->lock);
  return n;
}
