// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "tools/watch/clip/clip_writer.h"

#include "base/clock.h"
#include "base/thread.h"
#include "tools/watch/clip/remuxer.h"

#include <libavutil/mem.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#define REST 100u /* Milliseconds from one look at what waits to the next */
#define TRIMMED                                                                \
  60.0 /* Seconds from one look at what is too old to the next                 \
        */

typedef struct Job {
  struct Job* next;
  char id[EVENT_ID_SIZE];
  Excerpt* excerpt;
} Job;

typedef struct Message {
  struct Message* next;
  ClipNews news;
} Message;

struct ClipWriter {
  Thread* thread;
  pthread_mutex_t lock; ///< Guards the lists and `waiting`
  Job* first_job;
  Job* last_job;
  size_t waiting; ///< Bytes
  Message* first_message;
  Message* last_message;

  // The thread's own
  ClipFolder folder;
  double trimmed; ///< When the folder was, monotonic
};

static void
say(ClipWriter* writer, const ClipNews* news)
{
  Message* const message = (Message*)malloc(sizeof(Message));
  if (!message) {
    return;
  }
  *message = (Message){NULL, *news};
  pthread_mutex_lock(&writer->lock);
  *(writer->last_message ? &writer->last_message->next
                         : &writer->first_message) = message;
  writer->last_message = message;
  pthread_mutex_unlock(&writer->lock);
}

static Job*
take_job(ClipWriter* writer)
{
  pthread_mutex_lock(&writer->lock);
  Job* const job = writer->first_job;
  if (job) {
    writer->first_job = job->next;
    writer->last_job = job->next ? writer->last_job : NULL;
    writer->waiting -= job->excerpt->size;
  }
  pthread_mutex_unlock(&writer->lock);
  return job;
}

static void
trim(ClipWriter* writer)
{
  ClipNews news = {.outcome = CLIP_REMOVED};
  while (clip_folder_trim(&writer->folder, clock_seconds(CLOCK_REALTIME),
                          news.name)) {
    say(writer, &news);
  }
  writer->trimmed = wall_seconds();
}

static void
write_clip(ClipWriter* writer, Job* job)
{
  ClipNews news = {.outcome = CLIP_FAILED};
  const ClipFormat* const format =
      clip_format_of(job->excerpt->codec->codec_id);
  uint8_t* bytes = NULL;
  size_t size = 0;
  char name[CLIP_FOLDER_NAME];
  snprintf(name, sizeof(name), "%s.%s", job->id, format->extension);
  if (remuxer_run(job->excerpt, format, &bytes, &size, &news.error) &&
      clip_folder_write(&writer->folder, name, bytes, size,
                        clock_seconds(CLOCK_REALTIME), &news.error)) {
    news.outcome = CLIP_WRITTEN;
  }
  av_free(bytes);
  snprintf(news.name, sizeof(news.name), "%s",
           news.outcome == CLIP_WRITTEN ? name : job->id);
  say(writer, &news);
  excerpt_free(job->excerpt);
  free(job);
}

/// Write all that waits
static uint32_t
work(void* data)
{
  ClipWriter* const writer = (ClipWriter*)data;
  bool has_written = false;
  for (Job* job = NULL; (job = take_job(writer));) {
    write_clip(writer, job);
    has_written = true;
  }
  if (has_written || wall_seconds() > writer->trimmed + TRIMMED) {
    trim(writer);
  }
  return REST;
}

ClipWriter*
clip_writer_start(const char* path,
                  double most_age,
                  double most_bytes,
                  Error* error)
{
  ClipWriter* const writer = (ClipWriter*)calloc(1, sizeof(ClipWriter));
  if (!writer) {
    error_set(error, ERROR_NO_MEMORY);
    return NULL;
  }
  pthread_mutex_init(&writer->lock, NULL);
  if (clip_folder_open(&writer->folder, path, most_age, most_bytes, error)) {
    writer->thread = thread_start(work, writer);
    if (!writer->thread) {
      error_set(error, "the system gives no thread");
    }
  }
  if (!writer->thread) {
    clip_writer_free(writer);
    return NULL;
  }
  return writer;
}

void
clip_writer_finish(ClipWriter* writer)
{
  if (writer) {
    thread_stop(writer->thread);
    writer->thread = NULL;
    work(writer);
  }
}

void
clip_writer_free(ClipWriter* writer)
{
  if (writer) {
    ClipNews news;
    for (Job* job = NULL; (job = take_job(writer));) {
      excerpt_free(job->excerpt);
      free(job);
    }
    while (clip_writer_take(writer, &news)) {
    }
    clip_folder_close(&writer->folder);
    pthread_mutex_destroy(&writer->lock);
    free(writer);
  }
}

void
clip_writer_push(ClipWriter* writer, const char* id, Excerpt* excerpt)
{
  Job* const job = (Job*)calloc(1, sizeof(Job));
  pthread_mutex_lock(&writer->lock);
  const bool ok = job && writer->waiting + excerpt->size <= CLIP_WRITER_MOST;
  if (ok) {
    job->excerpt = excerpt;
    snprintf(job->id, sizeof(job->id), "%s", id);
    *(writer->last_job ? &writer->last_job->next : &writer->first_job) = job;
    writer->last_job = job;
    writer->waiting += excerpt->size;
  }
  pthread_mutex_unlock(&writer->lock);
  if (!ok) {
    ClipNews news = {.outcome = CLIP_FAILED};
    error_set(&news.error, "too many clips wait to be written");
    snprintf(news.name, sizeof(news.name), "%s", id);
    say(writer, &news);
    excerpt_free(excerpt);
    free(job);
  }
}

bool
clip_writer_take(ClipWriter* writer, ClipNews* news)
{
  pthread_mutex_lock(&writer->lock);
  Message* const message = writer->first_message;
  if (message) {
    writer->first_message = message->next;
    writer->last_message = message->next ? writer->last_message : NULL;
    *news = message->news;
  }
  pthread_mutex_unlock(&writer->lock);
  const bool is_taken = message;
  free(message);
  return is_taken;
}
