// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/audio/decode.h"

#include "tools/audio/converter.h"
#include "tools/audio/frame_reader.h"

#include <stdlib.h>

struct Decoder {
  FrameReader reader;
  Converter* converter;
  bool has_frame;   ///< The reader's frame waits for the converter
  bool is_finished; ///< The converter holds nothing more
  int rate;         ///< Of what is given out
};

void
decoder_set_verbose(bool verbose)
{
  av_log_set_level(verbose ? AV_LOG_WARNING : AV_LOG_QUIET);
}

void
decoder_close(Decoder* decoder)
{
  if (decoder) {
    converter_free(decoder->converter);
    frame_reader_close(&decoder->reader);
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
  const int64_t duration = decoder->reader.container.format->duration;
  return duration > 0 ? (double)duration / AV_TIME_BASE : 0.0;
}

double
decoder_time(const Decoder* decoder)
{
  return decoder->reader.time;
}

/// Convert the frame, or what is left of those before it; returns the samples
static int
convert_frame(Decoder* decoder)
{
  AVFrame* const frame = decoder->has_frame ? decoder->reader.frame : NULL;
  bool taken = false;
  const int code = converter_run(decoder->converter, frame, &taken);
  if (code < 0 && frame) { // Nothing that ffmpeg could convert, either
    frame_reader_lose(&decoder->reader);
    taken = true;
  }
  if (taken) {
    decoder->has_frame = false;
    decoder->is_finished = !frame;
  }
  return code < 0 ? 0 : converter_frame(decoder->converter)->nb_samples;
}

uint32_t
decoder_read(Decoder* decoder,
             const float* const** channels,
             uint32_t* n_channels,
             Error* error)
{
  while (!decoder->is_finished) {
    if (!decoder->has_frame) {
      decoder->has_frame = frame_reader_next(&decoder->reader);
    }
    const int n = convert_frame(decoder);
    if (decoder->is_finished) {
      frame_reader_explain(&decoder->reader, error);
    }
    if (n > 0) {
      const AVFrame* const out = converter_frame(decoder->converter);
      *channels = (const float* const*)(void*)out->extended_data;
      *n_channels = (uint32_t)out->ch_layout.nb_channels;
      return (uint32_t)n;
    }
  }
  return 0;
}

/// Decode the first frame, as headers may state a wrong rate; then all is known
/// that the output needs
static bool
start(Decoder* decoder, Error* error)
{
  const Container* const container = &decoder->reader.container;
  decoder->has_frame = frame_reader_next(&decoder->reader);
  const AVFrame* const frame = decoder->reader.frame;
  const int stated = container->stream->codecpar->sample_rate;
  const int found =
      decoder->has_frame ? frame->sample_rate : container->codec->sample_rate;
  const int n_channels = decoder->has_frame ? frame->ch_layout.nb_channels : 1;
  decoder->rate = converter_fit_rate(stated > found ? stated : found);
  if (decoder->rate < 1) {
    error_set(error, "its audio has no sample rate");
  } else if (n_channels < 1 || n_channels > CONVERTER_MAX_INPUTS) {
    error_set(error, "it has %d channels; 1 to %d will do", n_channels,
              CONVERTER_MAX_INPUTS);
  } else {
    decoder->converter = converter_new(decoder->rate);
    if (!decoder->converter) {
      error_set(error, ERROR_NO_MEMORY);
    }
  }
  return decoder->converter;
}

Decoder*
decoder_open(const char* path, uint32_t track, Error* error)
{
  Decoder* const decoder = (Decoder*)calloc(1, sizeof(Decoder));
  if (!decoder) {
    error_set(error, ERROR_NO_MEMORY);
    return NULL;
  }
  if (!frame_reader_open(&decoder->reader, path, track, error) ||
      !start(decoder, error)) {
    decoder_close(decoder);
    return NULL;
  }
  return decoder;
}
