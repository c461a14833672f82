// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/audio/decode.h"

#include "tools/audio/converter.h"

#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct Decoder {
  AVFormatContext* format;
  AVCodecContext* codec;
  Converter* converter;
  AVPacket* packet;
  AVFrame* frame; ///< As decoded
  int stream;
  bool draining;     ///< The file has ended, the codec may hold samples
  bool is_primed;    ///< `frame` holds the first of the audio, still to be read
  int rate;          ///< Of the first audio, whatever the file's header says
  int64_t n_samples; ///< Decoded so far
};

void
decoder_set_verbose(bool verbose)
{
  av_log_set_level(verbose ? AV_LOG_WARNING : AV_LOG_QUIET);
}

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

/// Open the file itself, by no protocol but these: a name with a colon is no
/// address, and a playlist fetches nothing
static int
open_file(Decoder* decoder, const char* path, Error* error)
{
  const bool is_file = strcmp(path, "-") != 0;
  const size_t size = strlen(path) + sizeof("file:");
  char* const url = (char*)malloc(size);
  AVDictionary* options = NULL;
  int code = AVERROR(ENOMEM);
  if (url && av_dict_set(&options, "protocol_whitelist", "file,pipe", 0) >= 0) {
    snprintf(url, size, "%s%s", is_file ? "file:" : "", is_file ? path : "");
    code = avformat_open_input(&decoder->format, is_file ? url : "pipe:0", NULL,
                               &options);
  }
  av_dict_free(&options);
  free(url);
  return code < 0 ? explain(error, "cannot open it as audio or video", code)
                  : 0;
}

static int
make_buffers(Decoder* decoder, Error* error)
{
  decoder->packet = av_packet_alloc();
  decoder->frame = av_frame_alloc();
  decoder->converter = converter_new();
  return decoder->packet && decoder->frame && decoder->converter
             ? 0
             : explain(error, "cannot decode", AVERROR(ENOMEM));
}

void
decoder_close(Decoder* decoder)
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

double
decoder_rate(const Decoder* decoder)
{
  return decoder->rate;
}

double
decoder_length(const Decoder* decoder)
{
  const int64_t duration = decoder->format->duration;
  return duration > 0 ? (double)duration / AV_TIME_BASE : 0.0;
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

  if (code < 0) { // What the codec still holds is wanted in any case
    if (code != AVERROR_EOF) {
      explain(error, "the file breaks off", code);
    }
    decoder->draining = true;
    return avcodec_send_packet(decoder->codec, NULL);
  }
  code = avcodec_send_packet(decoder->codec, decoder->packet);
  if (code < 0) {
    explain(error, "some of the audio is damaged", code);
  }
  return code == AVERROR_INVALIDDATA ? 0 : code; // go on behind the damage
}

/// Decode the next frame; returns false at the end
static bool
decode_frame(Decoder* decoder, Error* error)
{
  for (;;) {
    const int code = avcodec_receive_frame(decoder->codec, decoder->frame);
    if (code >= 0) {
      return true;
    }
    if (code == AVERROR(EAGAIN) && !decoder->draining) {
      if (feed(decoder, error) < 0) {
        return false;
      }
    } else if (code == AVERROR_INVALIDDATA && !decoder->draining) {
      explain(error, "some of the audio is damaged", code);
    } else {
      if (code != AVERROR_EOF) {
        explain(error, "the audio breaks off", code);
      }
      return false;
    }
  }
}

/// Convert what the engine can take; returns false with a message otherwise
static bool
accept_frame(Decoder* decoder, Error* error)
{
  const AVFrame* const frame = decoder->frame;
  if (frame->sample_rate != decoder->rate) {
    error_set(error, "the rest is left out: its rate is %d Hz, not %d Hz",
              frame->sample_rate, decoder->rate);
    return false;
  }
  const int n_channels = frame->ch_layout.nb_channels;
  if (n_channels < 1 || n_channels > (int)DECODER_MAX_CHANNELS) {
    error_set(error, "it has %d channels; 1 to %u will do", n_channels,
              DECODER_MAX_CHANNELS);
    return false;
  }
  const int code = converter_run(decoder->converter, decoder->frame);
  if (code < 0) {
    explain(error, "cannot convert the audio", code);
  }
  return code >= 0;
}

/// The stream's length in seconds where the file states it for certain, else 0
static double
stated_length(const Decoder* decoder)
{
  const AVFormatContext* const format = decoder->format;
  const AVStream* const stream = format->streams[decoder->stream];
  if (!format->pb || !(format->pb->seekable & AVIO_SEEKABLE_NORMAL) ||
      format->duration_estimation_method != AVFMT_DURATION_FROM_STREAM) {
    return 0.0;
  }
  if (stream->duration > 0) {
    return (double)stream->duration * av_q2d(stream->time_base);
  }
  return format->nb_streams == 1 ? decoder_length(decoder) : 0.0;
}

/// At the end: say so if there should have been more
static void
check_length(const Decoder* decoder, Error* error)
{
  const double stated = stated_length(decoder);
  const double found = (double)decoder->n_samples / decoder->rate;
  if (!error->text[0] && stated - found > fmax(1.0, 0.02 * stated)) {
    error_set(error, "the file breaks off after %.1f of %.1f s", found, stated);
  }
}

uint32_t
decoder_read(Decoder* decoder,
             const float* const** channels,
             uint32_t* n_channels,
             Error* error)
{
  const AVFrame* const out = converter_frame(decoder->converter);
  do {
    if (!decoder->is_primed && !decode_frame(decoder, error)) {
      check_length(decoder, error);
      return 0;
    }
    decoder->is_primed = false;
    if (!accept_frame(decoder, error)) {
      return 0;
    }
  } while (out->nb_samples < 1);

  decoder->n_samples += out->nb_samples;
  *channels = (const float* const*)(void*)out->extended_data;
  *n_channels = (uint32_t)out->ch_layout.nb_channels;
  return (uint32_t)out->nb_samples;
}

Decoder*
decoder_open(const char* path, Error* error)
{
  Decoder* const decoder = (Decoder*)calloc(1, sizeof(Decoder));
  if (!decoder) {
    error_set(error, ERROR_NO_MEMORY);
    return NULL;
  }

  if (open_file(decoder, path, error) < 0 || open_stream(decoder, error) < 0 ||
      make_buffers(decoder, error) < 0) {
    decoder_close(decoder);
    return NULL;
  }
  discard_others(decoder);
  decoder->is_primed = decode_frame(decoder, error);
  decoder->rate = decoder->is_primed ? decoder->frame->sample_rate
                                     : decoder->codec->sample_rate;
  if (decoder->rate < 1) {
    error_set(error, "its audio has no sample rate");
    decoder_close(decoder);
    return NULL;
  }
  return decoder;
}
