// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/audio/converter.h"

#include "dsp/resampler.h"

#include <libavutil/channel_layout.h>
#include <libavutil/opt.h>
#include <libswresample/swresample.h>
#include <stdint.h>
#include <stdlib.h>

#define MAX_SAMPLES (1 << 24)

struct Converter {
  SwrContext* context; ///< NULL while there is no input
  AVFrame* shape;      ///< Rate, layout and format that the context takes
  AVFrame* out;        ///< Has `room` for samples of as many channels
  int room;
  int rate;
};

int
converter_fit_rate(int rate)
{
  while (rate > (int)RESAMPLER_MAX_RATE) {
    rate /= 2;
  }
  while (rate > 0 && rate < (int)RESAMPLER_MIN_RATE) {
    rate *= 2;
  }
  return rate;
}

Converter*
converter_new(int rate)
{
  Converter* const converter = (Converter*)calloc(1, sizeof(Converter));
  if (converter) {
    converter->rate = rate;
    converter->shape = av_frame_alloc();
    converter->out = av_frame_alloc();
  }
  if (converter && (!converter->shape || !converter->out)) {
    converter_free(converter);
    return NULL;
  }
  return converter;
}

void
converter_free(Converter* converter)
{
  if (converter) {
    swr_free(&converter->context);
    av_frame_free(&converter->shape);
    av_frame_free(&converter->out);
    free(converter);
  }
}

static bool
is_same_shape(const AVFrame* a, const AVFrame* b)
{
  return a->sample_rate == b->sample_rate && a->format == b->format &&
         !av_channel_layout_compare(&a->ch_layout, &b->ch_layout);
}

/// Mixes channels whose places are unknown to their mean
static int
mix_unknown(SwrContext* context, int n_channels)
{
  double matrix[CONVERTER_MAX_CHANNELS * CONVERTER_MAX_INPUTS];
  AVChannelLayout layout = {.order = AV_CHANNEL_ORDER_UNSPEC,
                            .nb_channels = n_channels};
  for (int i = 0; i < CONVERTER_MAX_CHANNELS * n_channels; ++i) {
    matrix[i] = 1.0 / n_channels;
  }
  int code = av_opt_set_chlayout(context, "in_chlayout", &layout, 0);
  if (code >= 0) {
    code = swr_set_matrix(context, matrix, n_channels);
  }
  return code < 0 ? code : swr_init(context);
}

/// Make a context for frames like `in`
static int
make_context(Converter* converter, AVFrame* in)
{
  AVChannelLayout stereo = AV_CHANNEL_LAYOUT_STEREO;
  const int n_channels = in->ch_layout.nb_channels;
  const bool is_mixed = n_channels > CONVERTER_MAX_CHANNELS;
  int code = swr_alloc_set_opts2(
      &converter->context, is_mixed ? &stereo : &in->ch_layout,
      AV_SAMPLE_FMT_FLTP, converter->rate, &in->ch_layout,
      (enum AVSampleFormat)in->format, in->sample_rate, 0, NULL);
  if (code >= 0) {
    // Never louder than the loudest channel, as ffmpeg's mix to 16 bit
    code = av_opt_set_double(converter->context, "rematrix_maxval", 1.0, 0);
  }
  if (code >= 0) {
    code = swr_init(converter->context);
  }
  return code < 0 && is_mixed && converter->context
             ? mix_unknown(converter->context, n_channels)
             : code;
}

static int
remember_shape(AVFrame* shape, const AVFrame* in)
{
  av_frame_unref(shape);
  shape->sample_rate = in->sample_rate;
  shape->format = in->format;
  return av_channel_layout_copy(&shape->ch_layout, &in->ch_layout);
}

static int
prepare_context(Converter* converter, AVFrame* in)
{
  const int n_channels = in->ch_layout.nb_channels;
  if (n_channels < 1 || n_channels > CONVERTER_MAX_INPUTS ||
      in->sample_rate < 1) {
    return AVERROR(EINVAL);
  }
  int code = remember_shape(converter->shape, in);
  if (code >= 0) {
    code = make_context(converter, in);
  }
  if (code < 0) {
    swr_free(&converter->context);
  }
  return code;
}

static int
make_room(Converter* converter, int n_samples)
{
  AVFrame* const out = converter->out;
  const int shape_channels = converter->shape->ch_layout.nb_channels;
  const int n_channels = shape_channels < CONVERTER_MAX_CHANNELS
                             ? shape_channels
                             : CONVERTER_MAX_CHANNELS;
  if (n_samples < 0 || n_samples > MAX_SAMPLES) {
    return AVERROR(EINVAL);
  }
  if (converter->room >= n_samples &&
      out->ch_layout.nb_channels == n_channels) {
    return 0;
  }
  av_frame_unref(out);
  converter->room = 0;
  out->format = AV_SAMPLE_FMT_FLTP;
  out->nb_samples = n_samples;
  av_channel_layout_default(&out->ch_layout, n_channels);
  const int code = av_frame_get_buffer(out, 0);
  if (code >= 0) {
    converter->room = n_samples;
  }
  return code;
}

/// Put a frame, or the end (NULL), through the context
static int
convert(Converter* converter, const AVFrame* in)
{
  AVFrame* const out = converter->out;
  const int n_samples = in ? in->nb_samples : 0;
  const int n_most = swr_get_out_samples(converter->context, n_samples);
  int code = n_most > 0 ? make_room(converter, n_most) : n_most;
  if (code >= 0 && n_most > 0) {
    code = swr_convert(converter->context, out->extended_data, converter->room,
                       in ? (const uint8_t**)(void*)in->extended_data : NULL,
                       n_samples);
  }
  out->nb_samples = code > 0 ? code : 0;
  return code < 0 ? code : 0;
}

int
converter_run(Converter* converter, AVFrame* in, bool* taken)
{
  converter->out->nb_samples = 0;
  *taken = true;
  if (in && in->ch_layout.order == AV_CHANNEL_ORDER_UNSPEC) {
    const int n_channels = in->ch_layout.nb_channels;
    av_channel_layout_uninit(&in->ch_layout);
    av_channel_layout_default(&in->ch_layout, n_channels);
  }
  if (converter->context && (!in || !is_same_shape(in, converter->shape))) {
    const int code = convert(converter, NULL);
    swr_free(&converter->context);
    *taken = !in;
    return code;
  }
  if (!in) {
    return 0;
  }
  const int code = converter->context ? 0 : prepare_context(converter, in);
  return code < 0 ? code : convert(converter, in);
}

const AVFrame*
converter_frame(const Converter* converter)
{
  return converter->out;
}
