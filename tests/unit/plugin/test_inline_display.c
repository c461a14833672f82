// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// The picture in a mixer strip: which three tags, asked for only when
// it would differ, and drawn within its bounds

#undef NDEBUG
#define _POSIX_C_SOURCE 200809L // base/clock.h

#include "plugin/inline_display.h"
#include "tests/support/host/instance.h"
#include "tests/support/random.h"
#include "tests/support/run.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define RATE 48000.0

static uint32_t n_queued;

static void
queue_draw(void* handle)
{
  (void)handle;
  ++n_queued;
}

enum { ROCK, POP, HAPPY, GUITAR, SINGER, MUSIC, N_TAGS };

static const Tag tags[N_TAGS] = {
    {.place = 0, .threshold = 0.3f, .ranked = true},
    {.place = 0, .threshold = 0.3f, .ranked = true},
    {.place = 1, .threshold = 0.3f, .ranked = true},
    {.place = 2, .threshold = 0.3f, .ranked = true},
    {.place = 3, .threshold = 0.3f, .ranked = true},
    {.place = 4, .threshold = 0.3f, .ranked = false}};
static const Group groups[] = {{.name = "genre"},
                               {.name = "mood"},
                               {.name = "instrument"},
                               {.name = "voice"},
                               {.name = "content"}};
static const View view = {.n_tags = N_TAGS,
                          .tags = tags,
                          .n_groups = 5,
                          .groups = groups,
                          .has_thresholds = true};

/// What a strip shows of values
static void
expect(const float* values, uint32_t a, uint32_t b, uint32_t c)
{
  static const InlineQueue queue = {NULL, queue_draw};
  Summary* const summary = summary_new(&view);
  InlineTag entries[INLINE_DISPLAY_TAGS];
  InlineDisplay display;
  inline_display_init(&display, &queue, &view);
  summary_update(summary, values, 0.0f);
  inline_display_advance(&display, &view, summary, values, 64, RATE);
  inline_display_read(&display, entries);
  assert(entries[0].tag == a && entries[1].tag == b && entries[2].tag == c);
  for (uint32_t i = 0; i < INLINE_DISPLAY_TAGS; ++i) {
    const float value = values[entries[i].tag];
    assert(entries[i].percent == (uint32_t)(100.0f * value + 0.5f));
  }
  summary_free(summary);
}

/// Genre, mood, voice or instrument; then what else is worth saying, then what
/// is strongest
static void
test_choice(void)
{
  expect((const float[]){0.5f, 0.4f, 0.6f, 0.9f, 0.8f, 1.0f}, ROCK, HAPPY,
         SINGER);
  expect((const float[]){0.4f, 0.5f, 0.6f, 0.9f, 0.1f, 1.0f}, POP, HAPPY,
         GUITAR);
  expect((const float[]){0.5f, 0.4f, 0.1f, 0.9f, 0.8f, 1.0f}, ROCK, SINGER,
         GUITAR);
  expect((const float[]){0.2f, 0.1f, 0.15f, 0.25f, 0.05f, 1.0f}, GUITAR, ROCK,
         HAPPY);
}

static void
test_strip(void)
{
  static const InlineQueue queue = {NULL, queue_draw};
  float values[N_TAGS] = {0.2f, 0.5f, 0.0f, 0.0f, 0.8f, 1.0f};
  Summary* const summary = summary_new(&view);
  InlineTag entries[INLINE_DISPLAY_TAGS];
  InlineDisplay display;
  inline_display_init(&display, &queue, &view);
  n_queued = 0;
  inline_display_advance(&display, &view, summary, values, 64, RATE);
  assert(n_queued == 1);

  for (int i = 0; i < 10000; ++i) { // No change that can be seen
    values[0] = 0.2f + 0.002f * (float)(i % 2);
    inline_display_advance(&display, &view, summary, values, 64, RATE);
  }
  assert(n_queued == 1);
  for (int i = 0; i < 750;
       ++i) { // A second of change: INLINE_DISPLAY_RATE times
    values[0] = 0.001f * (float)i;
    inline_display_advance(&display, &view, summary, values, 64, RATE);
  }
  assert(n_queued > 8 && n_queued <= 1 + INLINE_DISPLAY_RATE + 1);

  InlineDisplay unseen;
  inline_display_init(&unseen, NULL, &view);
  inline_display_advance(&unseen, &view, summary, values, 64, RATE);
  inline_display_read(&unseen, entries);
  assert(!entries[0].percent);
  summary_free(summary);
}

#ifdef EARMARK_HAVE_CAIRO

static uint32_t
count_differing(const InlineImage* image)
{
  uint32_t first = 0;
  uint32_t n = 0;
  memcpy(&first, image->data, sizeof(first));
  for (int y = 0; y < image->height; ++y) {
    for (int x = 0; x < image->width; ++x) {
      uint32_t pixel = 0;
      memcpy(&pixel, image->data + y * image->stride + 4 * x, sizeof(pixel));
      n += pixel != first;
    }
  }
  return n;
}

static void
play(Instance* self, double seconds, float level)
{
  Random random = {3};
  for (uint32_t i = 0; i < (uint32_t)(seconds * RATE / 1000); ++i) {
    for (uint32_t k = 0; k < 1000; ++k) {
      self->in[0][k] = level * random_uniform(&random, -1.0f, 1.0f);
      self->in[1][k] = self->in[0][k];
    }
    instance_run(self, 1000);
  }
}

static void
test_picture(void)
{
  PluginHost* const host = host_new();
  Instance* const self =
      instance_new(host, "urn:earmark:stereo", RATE, FEATURES_PLAIN, NULL);
  assert(self);
  const InlineInterface* const display =
      (const InlineInterface*)self->descriptor->extension_data(
          INLINE_DISPLAY_INTERFACE);
  assert(display && display->render);
  instance_activate(self);
  *instance_control(self, "freewheeling") = 1.0f;
  const InlineImage* const empty = display->render(self->handle, 120, 100);
  assert(empty && empty->data && !count_differing(empty));

  play(self, 4.0, 0.4f);
  assert(host->n_queued > 2 && host->n_queued <= 4 * INLINE_DISPLAY_RATE);
  static const uint32_t sizes[][2] = {{120, 100}, {60, 400}, {400, 60},
                                      {120, 18},  {1, 100},  {4096, 4096}};
  for (unsigned i = 0; i < sizeof(sizes) / sizeof(sizes[0]); ++i) {
    const InlineImage* const image =
        display->render(self->handle, sizes[i][0], sizes[i][1]);
    assert(image && image->width == (int)sizes[i][0]);
    assert(image->height <= (int)sizes[i][1] && image->height >= 18);
    assert(image->stride >= 4 * image->width);
    assert(image->width < 60 || count_differing(image) > 30);
  }
  assert(!display->render(self->handle, 0, 100));
  assert(!display->render(self->handle, 100, 0));
  assert(!display->render(self->handle, 100, 17));
  assert(!display->render(self->handle, UINT32_MAX, UINT32_MAX));

  play(self, 15.0, 0.0f); // Silence: in the end nothing moves any more
  const uint32_t before = host->n_queued;
  play(self, 3.0, 0.0f);
  assert(host->n_queued == before);
  instance_free(self);
  host_free(host);
}

#endif

int
main(void)
{
  RUN(test_choice());
  RUN(test_strip());
#ifdef EARMARK_HAVE_CAIRO
  RUN(test_picture());
#endif
  return 0;
}
