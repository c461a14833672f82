// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/audio/container.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/// Why libav could not do something, in our words
static const char*
reason(int code)
{
  switch (code) {
  case AVERROR(EINVAL):
  case AVERROR_INVALIDDATA:
    return "its content is of no known format, or is broken";
  case AVERROR_EOF:
    return "it is empty, or ends too early";
  case AVERROR_PROTOCOL_NOT_FOUND:
    return "it refers to what is not a file";
  case AVERROR_PATCHWELCOME:
  case AVERROR_DECODER_NOT_FOUND:
    return "its kind of audio is not supported";
  default:
    break;
  }
  const int number = AVUNERROR(code);
  return number > 0 && number < 4096 ? strerror(number) : "it is broken";
}

/// Returns false with the message "WHAT: REASON"
static bool
explain(Error* error, const char* what, int code)
{
  error_set(error, "%s: %s", what, reason(code));
  return false;
}

static bool
is_cue_sheet(const char* path)
{
  const size_t length = strlen(path);
  return length > 4 && !strcasecmp(path + length - 4, ".cue");
}

/// Open the file itself, by no protocol but these: a name with a colon is no
/// address, and a playlist fetches nothing
static bool
open_file(Container* container, const char* path, Error* error)
{
  if (is_cue_sheet(path)) {
    error_set(error, "CUE sheets are not read; name the audio file itself");
    return false;
  }
  const bool is_file = strcmp(path, "-") != 0;
  const size_t size = strlen(path) + sizeof("file:");
  char* const url = (char*)malloc(size);
  AVDictionary* options = NULL;
  int code = AVERROR(ENOMEM);
  if (url && av_dict_set(&options, "protocol_whitelist", "file,pipe", 0) >= 0) {
    snprintf(url, size, "%s%s", is_file ? "file:" : "", is_file ? path : "");
    code = avformat_open_input(&container->format, is_file ? url : "pipe:0",
                               NULL, &options);
  }
  av_dict_free(&options);
  free(url);
  return code >= 0 || explain(error, "cannot open it as audio or video", code);
}

/// Keep what the header states: avformat_find_stream_info() estimates the rest
static void
keep_stated(Container* container)
{
  const AVFormatContext* const format = container->format;
  if (format->duration > 0) {
    container->stated_whole = (double)format->duration / AV_TIME_BASE;
  }
  // A stream of ASF states the length of the whole file, one of AVI counts the
  // empty packets before a late beginning, which libavformat leaves out
  const bool is_whole = strcmp(format->iformat->name, "asf") == 0 ||
                        strcmp(format->iformat->name, "avi") == 0;
  const bool is_caf = strcmp(format->iformat->name, "caf") == 0;
  for (unsigned i = 0; i < format->nb_streams && i < CONTAINER_MAX_STATED;
       ++i) {
    const AVStream* const stream = format->streams[i];
    double seconds = 0.0;
    if (stream->duration > 0) {
      seconds = (double)stream->duration * av_q2d(stream->time_base);
    } else if (is_caf && stream->codecpar->sample_rate > 0) {
      seconds =
          (double)stream->nb_frames / (double)stream->codecpar->sample_rate;
    }
    if (!is_whole) {
      container->stated[i] = seconds;
    } else if (seconds > container->stated_whole) {
      container->stated_whole = seconds;
    }
  }
}

/// The first audio stream that might be decoded, though nothing is known of it
/// yet, as it begins late; below 0 if there is none
static int
find_late_stream(const AVFormatContext* format)
{
  for (unsigned i = 0; i < format->nb_streams; ++i) {
    const AVCodecParameters* const codec = format->streams[i]->codecpar;
    if (codec->codec_type == AVMEDIA_TYPE_AUDIO &&
        avcodec_find_decoder(codec->codec_id)) {
      return (int)i;
    }
  }
  return -1;
}

/// The index of the audio stream wanted; below 0 with a message if there is
/// none
static int
choose_stream(const Container* container, uint32_t track, Error* error)
{
  const AVFormatContext* const format = container->format;
  uint32_t n_tracks = 0;
  for (unsigned i = 0; i < format->nb_streams; ++i) {
    if (format->streams[i]->codecpar->codec_type == AVMEDIA_TYPE_AUDIO &&
        ++n_tracks == track) {
      return (int)i;
    }
  }
  const AVCodec* codec = NULL; // Streams that cannot be decoded come last
  int best = av_find_best_stream(container->format, AVMEDIA_TYPE_AUDIO, -1, -1,
                                 &codec, 0);
  if (track) {
    error_set(error, "there is no audio track %u in it: it has %u", track,
              n_tracks);
    return -1;
  }
  if (best < 0) {
    best = find_late_stream(format);
  }
  if (best < 0) {
    error_set(error, "there is no audio in it that can be decoded");
  }
  return best;
}

static bool
open_codec(Container* container, Error* error)
{
  const AVStream* const stream = container->stream;
  const AVCodec* const codec = avcodec_find_decoder(stream->codecpar->codec_id);
  if (!codec) {
    return explain(error, "cannot decode it", AVERROR_DECODER_NOT_FOUND);
  }
  container->codec = avcodec_alloc_context3(codec);
  if (!container->codec) {
    return explain(error, "cannot decode it", AVERROR(ENOMEM));
  }
  int code = avcodec_parameters_to_context(container->codec, stream->codecpar);
  if (code >= 0) {
    container->codec->pkt_timebase = stream->time_base;
    container->codec->thread_count = CONTAINER_N_THREADS;
    code = avcodec_open2(container->codec, codec, NULL);
  }
  return code >= 0 || explain(error, "cannot decode it", code);
}

bool
container_open(Container* container,
               const char* path,
               uint32_t track,
               Error* error)
{
  *container = (Container){.codec = NULL};
  if (!open_file(container, path, error)) {
    return false;
  }
  keep_stated(container);
  AVFormatContext* const format = container->format;
  const bool has_header = !(format->ctx_flags & AVFMTCTX_NOHEADER);
  const int code = avformat_find_stream_info(format, NULL);
  if (code < 0) {
    return explain(error, "cannot read it", code);
  }
  if (!has_header && format->duration > 0 &&
      format->duration_estimation_method == AVFMT_DURATION_FROM_STREAM) {
    container->stated_whole = (double)format->duration / AV_TIME_BASE;
  }
  const int index = choose_stream(container, track, error);
  if (index < 0) {
    return false;
  }
  container->stream = container->format->streams[index];
  return open_codec(container, error);
}

void
container_close(Container* container)
{
  avcodec_free_context(&container->codec);
  avformat_close_input(&container->format);
}

bool
container_has_times(const Container* container)
{
  const int flags = container->format->iformat->flags;
  return (flags & AVFMT_TS_DISCONT) ||
         !(flags & (AVFMT_GENERIC_INDEX | AVFMT_NOTIMESTAMPS));
}

bool
container_is_broadcast(const Container* container)
{
  return (container->format->iformat->flags & AVFMT_TS_DISCONT) &&
         strcmp(container->format->iformat->name, "ogg") != 0;
}

double
container_origin(const Container* container)
{
  const int64_t start = container->format->start_time;
  if (start == AV_NOPTS_VALUE) {
    return 0.0;
  }
  const bool is_anywhere = container->format->iformat->flags & AVFMT_TS_DISCONT;
  return is_anywhere || start < 0 ? (double)start / AV_TIME_BASE : 0.0;
}

bool
container_is_seekable(const Container* container)
{
  const AVIOContext* const io = container->format->pb;
  return io && (io->seekable & AVIO_SEEKABLE_NORMAL);
}
