// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// Frames whose rate, layout and format change become one rate, and no sample of
// them is lost; surround becomes stereo

#undef NDEBUG

#include "tools/audio/converter.h"

#include <assert.h>
#include <libavutil/channel_layout.h>
#include <libavutil/samplefmt.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define OUT_RATE 48000

/// A frame of float with the same value in all of a channel
static AVFrame*
make_frame(int rate, int n_channels, int n_samples, const float* values)
{
  AVFrame* const frame = av_frame_alloc();
  assert(frame);
  frame->format = AV_SAMPLE_FMT_FLTP;
  frame->sample_rate = rate;
  frame->nb_samples = n_samples;
  av_channel_layout_default(&frame->ch_layout, n_channels);
  const int code = av_frame_get_buffer(frame, 0);
  assert(code >= 0);
  for (int c = 0; c < n_channels; ++c) {
    for (int i = 0; i < n_samples; ++i) {
      ((float*)(void*)frame->extended_data[c])[i] = values[c];
    }
  }
  return frame;
}

/// Convert it all; returns the samples
static int
run(Converter* converter, AVFrame* in)
{
  int n = 0;
  for (bool taken = false; !taken;) {
    const int code = converter_run(converter, in, &taken);
    assert(code == 0);
    n += converter_frame(converter)->nb_samples;
  }
  return n;
}

static void
test_changes(void)
{
  static const float values[6] = {0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f};
  static const struct {
    int rate;
    int n_channels;
  } shapes[] = {{48000, 2}, {44100, 2}, {48000, 1}, {8000, 1},
                {96000, 6}, {48000, 6}, {32000, 2}, {48000, 2}};
  Converter* const converter = converter_new(OUT_RATE);
  double wanted = 0.0;
  int n = 0;
  assert(converter);
  for (size_t i = 0; i < sizeof(shapes) / sizeof(shapes[0]); ++i) {
    AVFrame* frame =
        make_frame(shapes[i].rate, shapes[i].n_channels, 1152, values);
    n += run(converter, frame);
    wanted += 1152.0 * OUT_RATE / shapes[i].rate;
    av_frame_free(&frame);
  }
  n += run(converter, NULL);
  assert(fabs(n - wanted) < 8.0);
  converter_free(converter);
}

static void
test_mix(int n_channels, const float* values, float left, float right)
{
  Converter* const converter = converter_new(OUT_RATE);
  AVFrame* frame = make_frame(OUT_RATE, n_channels, 100, values);
  const int n = run(converter, frame);
  const AVFrame* const out = converter_frame(converter);
  assert(n == 100);
  assert(out->ch_layout.nb_channels == (n_channels < 2 ? 1 : 2));
  const float* const first = (const float*)(void*)out->extended_data[0];
  assert(fabsf(first[50] - left) < 1e-5f);
  if (n_channels > 1) {
    const float* const second = (const float*)(void*)out->extended_data[1];
    assert(fabsf(second[50] - right) < 1e-5f);
  }
  av_frame_free(&frame);
  converter_free(converter);
}

static void
test_bad_frames(void)
{
  static const float values[65] = {0.0f};
  Converter* const converter = converter_new(OUT_RATE);
  AVFrame* many = make_frame(OUT_RATE, 65, 10, values);
  AVFrame* slow = make_frame(1, 1, 1152, values);
  AVFrame* good = make_frame(OUT_RATE, 1, 10, values);
  bool taken = false;
  assert(run(converter, good) == 10);
  assert(run(converter, good) == 10);
  while (!converter_run(converter, many, &taken)) {
    assert(!taken);
  }
  while (!converter_run(converter, slow, &taken)) {
    assert(!taken);
  }
  assert(run(converter, good) == 10);
  av_frame_free(&many);
  av_frame_free(&slow);
  av_frame_free(&good);
  converter_free(converter);
}

int
main(void)
{
  const float half = (float)(1.0 / (1.0 + 2.0 * sqrt(0.5))); // Of 5.1's sum
  const float centre = (float)sqrt(0.5);
  static const float stereo[] = {0.25f, -0.5f};
  static const float front[] = {0.5f, 0.0f, 0.0f, 0.9f, 0.0f, 0.0f};
  static const float middle[] = {0.0f, 0.0f, 0.5f, 0.9f, 0.0f, 0.0f};
  static const float back[] = {0.0f, 0.0f, 0.0f, 0.9f, 0.0f, 0.5f};
  static const float one_of_23[23] = {0.23f};
  test_changes();
  test_mix(1, stereo, 0.25f, 0.0f);
  test_mix(2, stereo, 0.25f, -0.5f);
  test_mix(6, front, 0.5f * half, 0.0f);
  test_mix(6, middle, 0.5f * centre * half, 0.5f * centre * half);
  test_mix(6, back, 0.0f, 0.5f * centre * half);
  test_mix(23, one_of_23, 0.01f, 0.01f);
  test_bad_frames();
  converter_free(NULL);
  return 0;
}
