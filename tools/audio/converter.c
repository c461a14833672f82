// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/audio/converter.h"

#include <libavutil/channel_layout.h>
#include <libswresample/swresample.h>
#include <stdlib.h>

struct Converter {
  SwrContext* context; ///< NULL until the first frame
  AVFrame* out;
  int sample_format; ///< That the context takes
};

Converter*
converter_new(void)
{
  Converter* const converter = (Converter*)calloc(1, sizeof(Converter));
  if (converter) {
    converter->out = av_frame_alloc();
  }
  if (converter && !converter->out) {
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
    av_frame_free(&converter->out);
    free(converter);
  }
}

/// The context must be made anew where the format changes
static int
prepare_context(Converter* converter, const AVFrame* in)
{
  if (converter->sample_format != in->format ||
      av_channel_layout_compare(&in->ch_layout, &converter->out->ch_layout)) {
    swr_free(&converter->context);
  }
  if (!converter->context) {
    converter->context = swr_alloc();
    converter->sample_format = in->format;
  }
  return converter->context ? 0 : AVERROR(ENOMEM);
}

int
converter_run(Converter* converter, AVFrame* in)
{
  AVFrame* const out = converter->out;
  if (in->ch_layout.order == AV_CHANNEL_ORDER_UNSPEC) {
    const int n_channels = in->ch_layout.nb_channels;
    av_channel_layout_uninit(&in->ch_layout);
    av_channel_layout_default(&in->ch_layout, n_channels);
  }
  int code = prepare_context(converter, in);
  if (code < 0) {
    return code;
  }

  av_frame_unref(out);
  out->format = AV_SAMPLE_FMT_FLTP;
  out->sample_rate = in->sample_rate;
  code = av_channel_layout_copy(&out->ch_layout, &in->ch_layout);
  return code < 0 ? code : swr_convert_frame(converter->context, out, in);
}

const AVFrame*
converter_frame(const Converter* converter)
{
  return converter->out;
}
