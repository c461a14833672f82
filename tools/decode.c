// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/decode.h"

#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libswresample/swresample.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct Decoder {
  AVFormatContext* format;
  AVCodecContext* codec;
  SwrContext* converter; ///< To planar float; nothing else is changed
  AVPacket* packet;
  AVFrame* frame;     ///< As decoded
  AVFrame* converted; ///< In planar float
  int stream;
  bool draining; ///< The file has ended, the codec may hold samples
};

/// Note what libav says of a failure; returns its code
static int
explain(Error* error, const char* what, int code)
{
  char reason[AV_ERROR_MAX_STRING_SIZE] = "";
  av_strerror(code, reason, sizeof(reason));
  error_set(error, "%s: %s", what, reason);
  return code;
}

static int
open_stream(Decoder* decoder, Error* error)
{
  const AVCodec* codec = NULL;
  int code = avformat_find_stream_info(decoder->format, NULL);
  if (code < 0) {
    return explain(error, "cannot read the file", code);
  }
  code = av_find_best_stream(decoder->format, AVMEDIA_TYPE_AUDIO, -1, -1,
                             &codec, 0);
  if (code < 0) {
    error_set(error, "there is no audio in it that can be decoded");
    return code;
  }

  decoder->stream = code;
  const AVStream* const stream = decoder->format->streams[code];
  decoder->codec = avcodec_alloc_context3(codec);
  if (!decoder->codec) {
    return explain(error, "cannot decode", AVERROR(ENOMEM));
  }
  code = avcodec_parameters_to_context(decoder->codec, stream->codecpar);
  if (code >= 0) {
    decoder->codec->pkt_timebase = stream->time_base;
    code = avcodec_open2(decoder->codec, codec, NULL);
  }
  if (code < 0) {
    return explain(error, "cannot decode", code);
  }
  if (decoder->codec->sample_rate < 1 ||
      decoder->codec->ch_layout.nb_channels < 1) {
    error_set(error, "its audio has no sample rate or no channels");
    return AVERROR_INVALIDDATA;
  }
  return 0;
}

/// Other streams need not even be read
static void
discard_others(Decoder* decoder)
{
  for (unsigned i = 0; i < decoder->format->nb_streams; ++i) {
    if ((int)i != decoder->stream) {
      decoder->format->streams[i]->discard = AVDISCARD_ALL;
    }
  }
}

static int
open_converter(Decoder* decoder, Error* error)
{
  AVCodecContext* const codec = decoder->codec;
  if (codec->ch_layout.order == AV_CHANNEL_ORDER_UNSPEC) {
    const int n_channels = codec->ch_layout.nb_channels;
    av_channel_layout_uninit(&codec->ch_layout);
    av_channel_layout_default(&codec->ch_layout, n_channels);
  }
  decoder->packet = av_packet_alloc();
  decoder->frame = av_frame_alloc();
  decoder->converted = av_frame_alloc();
  decoder->converter = swr_alloc();
  return decoder->packet && decoder->frame && decoder->converted &&
                 decoder->converter
             ? 0
             : explain(error, "cannot decode", AVERROR(ENOMEM));
}

Decoder*
decoder_open(const char* path, Error* error)
{
  Decoder* const decoder = (Decoder*)calloc(1, sizeof(Decoder));
  if (!decoder) {
    error_set(error, "out of memory");
    return NULL;
  }

  const char* const url = strcmp(path, "-") ? path : "pipe:0";
  const int code = avformat_open_input(&decoder->format, url, NULL, NULL);
  if (code < 0) {
    explain(error, "cannot open it as audio or video", code);
    decoder_close(decoder);
    return NULL;
  }
  if (open_stream(decoder, error) < 0 || open_converter(decoder, error) < 0) {
    decoder_close(decoder);
    return NULL;
  }
  discard_others(decoder);
  return decoder;
}

void
decoder_close(Decoder* decoder)
{
  if (decoder) {
    swr_free(&decoder->converter);
    av_frame_free(&decoder->converted);
    av_frame_free(&decoder->frame);
    av_packet_free(&decoder->packet);
    avcodec_free_context(&decoder->codec);
    avformat_close_input(&decoder->format);
    free(decoder);
  }
}

double
decoder_rate(const Decoder* decoder)
{
  return decoder->codec->sample_rate;
}

double
decoder_length(const Decoder* decoder)
{
  const int64_t duration = decoder->format->duration;
  return duration > 0 ? (double)duration / AV_TIME_BASE : 0.0;
}

uint32_t
decoder_channels(const Decoder* decoder)
{
  return (uint32_t)decoder->codec->ch_layout.nb_channels;
}

/// Hand the codec the stream's next packet, or the end
static int
feed(Decoder* decoder, Error* error)
{
  int code = 0;
  do {
    av_packet_unref(decoder->packet);
    code = av_read_frame(decoder->format, decoder->packet);
  } while (code >= 0 && decoder->packet->stream_index != decoder->stream);

  if (code == AVERROR_EOF) {
    decoder->draining = true;
    return avcodec_send_packet(decoder->codec, NULL);
  }
  if (code < 0) {
    return explain(error, "the file breaks off", code);
  }
  code = avcodec_send_packet(decoder->codec, decoder->packet);
  if (code < 0) {
    explain(error, "some of the audio is damaged", code);
  }
  return code == AVERROR_INVALIDDATA ? 0 : code; // go on behind the damage
}

/// Bring the decoded frame into planar float
static int
convert(Decoder* decoder, Error* error)
{
  AVFrame* const in = decoder->frame;
  AVFrame* const out = decoder->converted;
  if (in->sample_rate != decoder->codec->sample_rate ||
      in->ch_layout.nb_channels != decoder->codec->ch_layout.nb_channels) {
    error_set(error, "rate or channels change within the file");
    return AVERROR_INVALIDDATA;
  }

  av_channel_layout_copy(&in->ch_layout, &decoder->codec->ch_layout);
  av_frame_unref(out);
  out->format = AV_SAMPLE_FMT_FLTP;
  out->sample_rate = in->sample_rate;
  int code = av_channel_layout_copy(&out->ch_layout, &in->ch_layout);
  if (code >= 0) {
    code = swr_convert_frame(decoder->converter, out, in);
  }
  return code < 0 ? explain(error, "cannot convert the audio", code) : 0;
}

uint32_t
decoder_read(Decoder* decoder, const float* const** channels, Error* error)
{
  for (;;) {
    const int code = avcodec_receive_frame(decoder->codec, decoder->frame);
    if (code == AVERROR(EAGAIN) && !decoder->draining) {
      if (feed(decoder, error) < 0) {
        return 0;
      }
    } else if (code == AVERROR_INVALIDDATA && !decoder->draining) {
      explain(error, "some of the audio is damaged", code);
    } else if (code < 0) {
      if (code != AVERROR_EOF) {
        explain(error, "the audio breaks off", code);
      }
      return 0;
    } else {
      if (convert(decoder, error) < 0) {
        return 0;
      }
      if (decoder->converted->nb_samples > 0) {
        *channels =
            (const float* const*)(void*)decoder->converted->extended_data;
        return (uint32_t)decoder->converted->nb_samples;
      }
    }
  }
}
