// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/watch/clip/remuxer.h"

#include <libavformat/avformat.h>
#include <libavutil/mathematics.h>
#include <math.h>
#include <string.h>

/// A container being written
typedef struct {
  const Excerpt* excerpt;
  AVFormatContext* format;
  AVStream* stream;
  AVPacket* packet;
  int64_t time; ///< Of the next packet, in the excerpt's time base
} Remuxer;

/// What the stream is, without what belongs to another container
static int
add_stream(Remuxer* self)
{
  self->stream = avformat_new_stream(self->format, NULL);
  if (!self->stream) {
    return AVERROR(ENOMEM);
  }
  AVCodecParameters* const codec = self->stream->codecpar;
  const int code = avcodec_parameters_copy(codec, self->excerpt->codec);
  codec->codec_tag = 0;
  codec->initial_padding = 0; // It begins in the middle of the stream
  codec->trailing_padding = 0;
  self->stream->time_base = self->excerpt->time_base;
  return code;
}

static int64_t
duration_of(const Excerpt* excerpt, const ExcerptPacket* packet)
{
  if (packet->duration > 0) {
    return packet->duration;
  }
  const double seconds = packet->end - packet->begin;
  return llrint(seconds / av_q2d(excerpt->time_base));
}

static int
write_packet(Remuxer* self, const ExcerptPacket* kept, const uint8_t* bytes)
{
  AVPacket* const packet = self->packet;
  const int code = av_new_packet(packet, (int)kept->size);
  if (code < 0) {
    return code;
  }
  memcpy(packet->data, bytes, kept->size);
  packet->pts = self->time;
  packet->dts = self->time;
  packet->duration = duration_of(self->excerpt, kept);
  packet->flags = kept->is_key ? AV_PKT_FLAG_KEY : 0;
  self->time += packet->duration;
  av_packet_rescale_ts(packet, self->excerpt->time_base,
                       self->stream->time_base);
  return av_interleaved_write_frame(self->format, packet);
}

static int
write_all(Remuxer* self)
{
  ExcerptPacket kept;
  const uint8_t* bytes = NULL;
  size_t position = 0;
  int code = add_stream(self);
  if (code >= 0) {
    code = avformat_write_header(self->format, NULL);
  }
  while (code >= 0 && excerpt_next(self->excerpt, &position, &kept, &bytes)) {
    code = write_packet(self, &kept, bytes);
  }
  return code < 0 ? code : av_write_trailer(self->format);
}

bool
remuxer_run(const Excerpt* excerpt,
            const ClipFormat* format,
            uint8_t** bytes,
            size_t* size,
            Error* error)
{
  Remuxer self = {.excerpt = excerpt, .packet = av_packet_alloc()};
  int code = self.packet ? avformat_alloc_output_context2(&self.format, NULL,
                                                          format->muxer, NULL)
                         : AVERROR(ENOMEM);
  if (code >= 0) {
    self.format->flags |= AVFMT_FLAG_BITEXACT; // It names no program
    code = avio_open_dyn_buf(&self.format->pb);
  }
  if (code >= 0) {
    code = write_all(&self);
    const int n = avio_close_dyn_buf(self.format->pb, bytes);
    *size = (size_t)n;
    if (code < 0) {
      av_freep((void*)bytes);
    }
  }
  if (code < 0) {
    error_set(error, "the sound does not fit into %s: %s", format->extension,
              av_err2str(code));
  }
  avformat_free_context(self.format);
  av_packet_free(&self.packet);
  return code >= 0;
}
