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
  int64_t time;  ///< Of the next packet, in the excerpt's time base
  uint32_t swap; ///< Bytes of each sample that are turned round; 0 for none
} Remuxer;

/// PCM that WAV has only the other way round
static const struct {
  enum AVCodecID from;
  enum AVCodecID to;
  uint32_t size; ///< Bytes of a sample
} turned[] = {
    {AV_CODEC_ID_PCM_S16BE, AV_CODEC_ID_PCM_S16LE, 2},
    {AV_CODEC_ID_PCM_S24BE, AV_CODEC_ID_PCM_S24LE, 3},
    {AV_CODEC_ID_PCM_S32BE, AV_CODEC_ID_PCM_S32LE, 4},
    {AV_CODEC_ID_PCM_F32BE, AV_CODEC_ID_PCM_F32LE, 4},
};

/// Copy samples, each from its last byte to its first
static void
turn(uint8_t* to, const uint8_t* from, uint32_t n, uint32_t size)
{
  for (uint32_t i = 0; i + size <= n; i += size) {
    for (uint32_t k = 0; k < size; ++k) {
      to[i + k] = from[i + size - 1 - k];
    }
  }
}

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
  for (size_t i = 0; i < sizeof(turned) / sizeof(turned[0]); ++i) {
    if (codec->codec_id == turned[i].from) {
      codec->codec_id = turned[i].to;
      self->swap = turned[i].size;
    }
  }
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
  if (self->swap) {
    turn(packet->data, bytes, kept->size, self->swap);
  }
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
