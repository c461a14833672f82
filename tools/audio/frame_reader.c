// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/audio/frame_reader.h"

#include <math.h>
#include <string.h>

#define MOST_GAP (30.0 * 3600.0)  /* Seconds, as ffmpeg believes */
#define MOST_BROADCAST_GAP 3600.0 /* Where stamps may begin anew */
#define MOST_SILENT_LOSS 1.0      /* Seconds; more is a gap */
#define MOST_DRAIN_ERRORS 64u     /* As frames that a codec may hold */

/// Streams whose packets nobody wants need not even be read
static void
choose_packets(const FrameReader* reader)
{
  const Container* const container = &reader->container;
  if (length_needs_all(&reader->length, container)) {
    return;
  }
  for (unsigned i = 0; i < container->format->nb_streams; ++i) {
    if ((int)i != container->stream->index) {
      container->format->streams[i]->discard = AVDISCARD_ALL;
    }
  }
}

bool
frame_reader_open(FrameReader* reader,
                  const char* path,
                  uint32_t track,
                  Error* error)
{
  Container* const container = &reader->container;
  *reader = (FrameReader){.state = FRAME_READER_PACKETS};
  if (!container_open(container, path, track, error)) {
    return false;
  }
  reader->packet = av_packet_alloc();
  reader->frame = av_frame_alloc();
  if (!reader->packet || !reader->frame) {
    error_set(error, ERROR_NO_MEMORY);
    return false;
  }
  if (container_has_times(container)) {
    reader->frame_time.largest_gap =
        container_is_broadcast(container) ? MOST_BROADCAST_GAP : MOST_GAP;
  }
  reader->length = length_of(container);
  choose_packets(reader);
  return true;
}

void
frame_reader_close(FrameReader* reader)
{
  av_frame_free(&reader->frame);
  av_packet_free(&reader->packet);
  container_close(&reader->container);
}

/// Read the stream's next packet; returns false at the end of the file
static bool
read_packet(FrameReader* reader)
{
  const Container* const container = &reader->container;
  AVPacket* const packet = reader->packet;
  for (;;) {
    av_packet_unref(packet);
    const int code = av_read_frame(container->format, packet);
    if (code == AVERROR(EAGAIN)) {
      continue;
    }
    if (code < 0) {
      reader->has_failed = code != AVERROR_EOF;
      return false;
    }
    length_take(&reader->length, container, packet);
    if (packet->stream_index == container->stream->index) {
      return true;
    }
  }
}

/// The packet could not be decoded
static void
leave_out_packet(FrameReader* reader)
{
  const AVPacket* const packet = reader->packet;
  const double tick = av_q2d(reader->container.stream->time_base);
  damage_add(&reader->damage, &reader->container, packet, reader->has_given,
             packet->duration > 0 ? (double)packet->duration * tick
                                  : reader->seconds);
}

/// One of the frames that the codec held at the end is broken; returns false if
/// it should be asked no more
static bool
leave_out_held(FrameReader* reader)
{
  if (++reader->n_drain_errors <= CONTAINER_N_THREADS &&
      container_has_times(&reader->container)) {
    ++reader->damage.n_waiting;
    reader->damage.waiting += reader->seconds;
  }
  return reader->n_drain_errors < MOST_DRAIN_ERRORS;
}

/// Hand the codec a packet, or the end
static void
feed(FrameReader* reader)
{
  AVCodecContext* const codec = reader->container.codec;
  reader->has_given = false;
  if (!read_packet(reader)) {
    reader->state = FRAME_READER_DRAINING;
    if (avcodec_send_packet(codec, NULL) < 0) {
      leave_out_held(reader);
    }
  } else if (avcodec_send_packet(codec, reader->packet) < 0) {
    leave_out_packet(reader);
  } else {
    ++reader->n_without;
  }
}

/// What was lost before a frame.  Around damage, codecs and parsers drop
/// packets without an error, or make more of them: what is missing by the time
/// stamps is what was lost.
static void
account_loss(FrameReader* reader, double stamp)
{
  Damage* const damage = &reader->damage;
  const bool has_silent = reader->n_without > 1 && damage->has_sound;
  const double gap = fmax(0.0, frame_time_gap(&reader->frame_time, stamp));
  if ((damage->n_waiting > 0 || has_silent) && isfinite(stamp) &&
      reader->frame_time.largest_gap > 0.0 &&
      gap < damage->waiting + MOST_SILENT_LOSS) {
    const double n = reader->seconds > 0.0 ? gap / reader->seconds : 0.0;
    damage->waiting = gap;
    damage->n_waiting = n > 1.5                 ? (uint32_t)lround(n)
                        : damage->n_waiting > 0 ? 1
                                                : n > 0.5;
  }
  frame_time_skip(&reader->frame_time, damage_end(damage));
  reader->n_without = 0;
  if (reader->packet->size > damage->largest) {
    damage->largest = reader->packet->size;
  }
}

/// When the frame is, and what was lost before it
static void
account_frame(FrameReader* reader)
{
  const AVFrame* const frame = reader->frame;
  const Container* const container = &reader->container;
  double stamp = (double)NAN;
  if (frame->best_effort_timestamp != AV_NOPTS_VALUE) {
    stamp = (double)frame->best_effort_timestamp *
                av_q2d(container->stream->time_base) -
            container_origin(container);
  }
  reader->seconds = frame->sample_rate > 0
                        ? (double)frame->nb_samples / frame->sample_rate
                        : 0.0;
  account_loss(reader, stamp);
  reader->time = frame_time_add(&reader->frame_time, stamp, reader->seconds);
  length_add_frame(&reader->length, reader->time, reader->seconds);
}

bool
frame_reader_next(FrameReader* reader)
{
  while (reader->state != FRAME_READER_FINISHED) {
    const int code =
        avcodec_receive_frame(reader->container.codec, reader->frame);
    if (code >= 0) {
      account_frame(reader);
      reader->has_given = true;
      return true;
    }
    if (reader->state == FRAME_READER_DRAINING) {
      if (code == AVERROR_EOF || code == AVERROR(EAGAIN) ||
          !leave_out_held(reader)) {
        reader->state = FRAME_READER_FINISHED;
      }
    } else if (code == AVERROR(EAGAIN) || code == AVERROR_EOF) {
      feed(reader);
    } else {
      reader->n_without -= reader->n_without > 0; // It seemed good to feed()
      leave_out_packet(reader);
    }
  }
  return false;
}

void
frame_reader_lose(FrameReader* reader)
{
  damage_lose(&reader->damage, 1, reader->seconds);
  reader->length.seconds -= reader->seconds;
}

/// MP4 from a pipe can be read only if its index comes first
static bool
is_index_unreachable(const FrameReader* reader)
{
  return reader->has_failed && !reader->damage.has_sound &&
         !container_is_seekable(&reader->container) &&
         !strncmp(reader->container.format->iformat->name, "mov,", 4);
}

void
frame_reader_explain(FrameReader* reader, Error* error)
{
  Damage* const damage = &reader->damage;
  const Container* const container = &reader->container;
  if (is_index_unreachable(reader)) {
    error_set(error, "its index comes last, which is too late in a pipe: name "
                     "the file, or put the index first (ffmpeg -movflags "
                     "+faststart)");
  } else if (!damage->has_sound &&
             (damage->n_waiting > 0 || reader->has_failed)) {
    error_set(error, "none of its audio can be decoded");
  } else {
    const bool is_cut = damage_is_cut(damage, container) ||
                        (reader->has_failed && reader->length.stated <= 0.0);
    length_explain(&reader->length, container, damage, is_cut, error);
  }
}
