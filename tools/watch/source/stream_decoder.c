// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/watch/source/stream_decoder.h"

#include "tools/audio/converter.h"

#include <stdlib.h>

struct StreamDecoder {
  AVFormatContext* format;
  AVCodecContext* codec;
  AVStream* stream;
  AVPacket* packet;
  AVFrame* frame;
  Converter* converter;
  const PacketTap* tap; ///< NULL for none
  int rate;
  bool has_frame; ///< The frame waits for the converter
  bool has_news;
  bool is_ended; ///< The codec gives what it holds
};

void
stream_decoder_free(StreamDecoder* decoder)
{
  if (decoder) {
    converter_free(decoder->converter);
    av_frame_free(&decoder->frame);
    av_packet_free(&decoder->packet);
    avcodec_free_context(&decoder->codec);
    avformat_close_input(&decoder->format);
    free(decoder);
  }
}

/// The wanted stream's index, or libav's code; no other stream is read
static int
choose_stream(AVFormatContext* format, uint32_t track)
{
  uint32_t n_tracks = 0;
  int chosen =
      track ? AVERROR_STREAM_NOT_FOUND
            : av_find_best_stream(format, AVMEDIA_TYPE_AUDIO, -1, -1, NULL, 0);
  for (unsigned i = 0; i < format->nb_streams; ++i) {
    const AVCodecParameters* const codec = format->streams[i]->codecpar;
    if (codec->codec_type == AVMEDIA_TYPE_AUDIO && ++n_tracks == track) {
      chosen = (int)i;
    }
  }
  for (unsigned i = 0; chosen >= 0 && i < format->nb_streams; ++i) {
    if ((int)i != chosen) {
      format->streams[i]->discard = AVDISCARD_ALL;
    }
  }
  return chosen;
}

static int
open_codec(StreamDecoder* decoder)
{
  const AVStream* const stream = decoder->stream;
  const AVCodec* const codec = avcodec_find_decoder(stream->codecpar->codec_id);
  if (!codec) {
    return AVERROR_DECODER_NOT_FOUND;
  }
  decoder->codec = avcodec_alloc_context3(codec);
  if (!decoder->codec) {
    return AVERROR(ENOMEM);
  }
  const int code =
      avcodec_parameters_to_context(decoder->codec, stream->codecpar);
  if (code < 0) {
    return code;
  }
  decoder->codec->pkt_timebase = stream->time_base;
  decoder->codec->thread_count = 1; // There may be hundreds of us
  return avcodec_open2(decoder->codec, codec, NULL);
}

static int
open_all(StreamDecoder* decoder, uint32_t track)
{
  decoder->packet = av_packet_alloc();
  decoder->frame = av_frame_alloc();
  if (!decoder->packet || !decoder->frame) {
    return AVERROR(ENOMEM);
  }
  const int found = avformat_find_stream_info(decoder->format, NULL);
  if (found < 0) {
    return found;
  }
  const int index = choose_stream(decoder->format, track);
  if (index < 0) {
    return index;
  }
  decoder->stream = decoder->format->streams[index];
  return open_codec(decoder);
}

StreamDecoder*
stream_decoder_new(AVFormatContext* format,
                   uint32_t track,
                   const PacketTap* tap,
                   int* code)
{
  StreamDecoder* const decoder =
      (StreamDecoder*)calloc(1, sizeof(StreamDecoder));
  *code = AVERROR(ENOMEM);
  if (!decoder) {
    avformat_close_input(&format);
    return NULL;
  }
  decoder->format = format;
  decoder->tap = tap && tap->on_packet ? tap : NULL;
  decoder->has_news = true;
  *code = open_all(decoder, track);
  if (*code < 0) {
    stream_decoder_free(decoder);
    return NULL;
  }
  if (decoder->tap) {
    tap->on_stream(tap->data, decoder->stream->codecpar,
                   decoder->stream->time_base);
  }
  return decoder;
}

static void
look_for_news(StreamDecoder* decoder)
{
  AVFormatContext* const format = decoder->format;
  if (format->event_flags & AVFMT_EVENT_FLAG_METADATA_UPDATED) {
    format->event_flags &= ~AVFMT_EVENT_FLAG_METADATA_UPDATED;
    decoder->has_news = true;
  }
  if (decoder->stream->event_flags & AVSTREAM_EVENT_FLAG_METADATA_UPDATED) {
    decoder->stream->event_flags &= ~AVSTREAM_EVENT_FLAG_METADATA_UPDATED;
    decoder->has_news = true;
  }
}

/// Read the stream's next packet into the codec; a packet that it refuses is
/// left out.  Returns libav's code of the reading.
static int
feed(StreamDecoder* decoder)
{
  AVPacket* const packet = decoder->packet;
  const int code = av_read_frame(decoder->format, packet);
  look_for_news(decoder);
  if (code >= 0) {
    if (packet->stream_index == decoder->stream->index) {
      if (decoder->tap) {
        decoder->tap->on_packet(decoder->tap->data, packet);
      }
      avcodec_send_packet(decoder->codec, packet);
    }
    av_packet_unref(packet);
  }
  return code == AVERROR(EAGAIN) ? 0 : code;
}

/// Returns 0 with a frame, AVERROR(EAGAIN) if there is none yet, or the code of
/// the end
static int
next_frame(StreamDecoder* decoder)
{
  const int code = avcodec_receive_frame(decoder->codec, decoder->frame);
  if (code >= 0 || decoder->is_ended) {
    return code >= 0 ? 0 : AVERROR_EOF;
  }
  const int end = feed(decoder);
  if (end == AVERROR_EOF) {
    decoder->is_ended = true;
    avcodec_send_packet(decoder->codec, NULL);
    return AVERROR(EAGAIN);
  }
  return end < 0 ? end : AVERROR(EAGAIN);
}

static bool
prepare_converter(StreamDecoder* decoder)
{
  if (!decoder->converter) {
    decoder->rate = converter_fit_rate(decoder->frame->sample_rate);
    decoder->converter =
        decoder->rate > 0 ? converter_new(decoder->rate) : NULL;
  }
  return decoder->converter;
}

/// Convert the frame that waits; false if it made no samples
static bool
convert(StreamDecoder* decoder, Samples* samples)
{
  bool taken = true;
  const int code =
      prepare_converter(decoder)
          ? converter_run(decoder->converter, decoder->frame, &taken)
          : AVERROR(EINVAL);
  decoder->has_frame = code >= 0 && !taken;
  const AVFrame* const out =
      code >= 0 ? converter_frame(decoder->converter) : NULL;
  if (!out || out->nb_samples < 1) {
    return false;
  }
  *samples =
      (Samples){.channels = (const float* const*)(void*)out->extended_data,
                .n_channels = (uint32_t)out->ch_layout.nb_channels,
                .n = (uint32_t)out->nb_samples,
                .rate = (uint32_t)decoder->rate};
  return true;
}

int
stream_decoder_next(StreamDecoder* decoder,
                    Deadline* deadline,
                    double seconds,
                    Samples* samples)
{
  deadline_set(deadline, seconds);
  for (;;) {
    if (decoder->has_frame && convert(decoder, samples)) {
      return 0;
    }
    if (!decoder->has_frame) {
      const int code = next_frame(decoder);
      decoder->has_frame = !code;
      if (code < 0 && code != AVERROR(EAGAIN)) {
        return code;
      }
      if (deadline_is_over(deadline)) { // Packets come, but no sound of them
        return AVERROR_EXIT;
      }
    }
  }
}

bool
stream_decoder_has_news(StreamDecoder* decoder)
{
  const bool has_news = decoder->has_news;
  decoder->has_news = false;
  return has_news;
}

StreamTitle
stream_decoder_title(const StreamDecoder* decoder, const char* charset)
{
  const StreamTitle title =
      stream_title_from_metadata(decoder->stream->metadata, charset);
  return title.text[0]
             ? title
             : stream_title_from_metadata(decoder->format->metadata, charset);
}
