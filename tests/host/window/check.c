// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

/*
  The plugins' window in a small host, with a display.  Shows that it shows what
  the ports are, draws no more than it must, does what clicks ask for, and
  leaves nothing behind.

  Usage: check_window BUNDLE [CYCLES]: all checks, or only to open, resize and
  close so many times
*/

#undef NDEBUG
#define _GNU_SOURCE // mallinfo2

#include "base/clock.h"
#include "tests/host/window/ui_host.h"

#include <lv2/ui/ui.h>
#include <xcb/xcb.h>

#include <assert.h>
#include <dirent.h>
#include <dlfcn.h>
#include <malloc.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BAR 0x56B4E9u /* the colour of genres */

/// Length of the longest bar of a genre: of pixels of its colour side by side,
/// as letters do not have them
static uint32_t
bar_length(const UiHost* host, const Ui* ui)
{
  uint32_t width = 0;
  uint32_t height = 0;
  uint32_t* const pixels = ui_grab(host, ui, &width, &height);
  uint32_t best = 0;
  for (uint32_t y = 0; y < height; ++y) {
    const uint32_t* const row = pixels + (size_t)y * width;
    uint32_t n = 0;
    uint32_t gap = 0; // The mark of the threshold
    for (uint32_t x = 0; x < width * 2 / 3; ++x) {
      const bool is_bar = row[x] == BAR;
      gap = is_bar ? 0 : gap + 1;
      n = is_bar || (n && gap < 4) ? n + 1 : 0;
      best = n - gap > best && is_bar ? n : best;
    }
  }
  free(pixels);
  return best;
}

static void
test_shows_ports(UiHost* host)
{
  const Ui ui = ui_open(host, 0.0f, NULL);
  ui_settle(host, &ui);
  uint32_t lengths[3];
  static const float values[3] = {0.3f, 0.6f, 0.9f};
  for (int i = 0; i < 3; ++i) {
    ui_set(host, &ui, "rock", values[i]);
    ui_settle(host, &ui);
    lengths[i] = bar_length(host, &ui);
  }
  printf("bars of 0.3, 0.6, 0.9: %u, %u, %u pixels\n", lengths[0], lengths[1],
         lengths[2]);
  assert(lengths[0] > 20);
  assert(abs((int)lengths[1] - 2 * (int)lengths[0]) < 4);
  assert(abs((int)lengths[2] - 3 * (int)lengths[0]) < 5);
  host->descriptor->cleanup(ui.handle);
}

static void
test_draws_what_changed(UiHost* host)
{
  const Ui ui = ui_open(host, 1.0f, NULL);
  ui_settle(host, &ui);
  const uint32_t all = ui_n_texts;
  ui_idle(host, &ui, 1.0);
  // Nothing has changed but the time: the taggram alone, five times a second
  const uint32_t quiet = ui_n_texts - all;
  printf("texts drawn: %u at first, %u in a quiet second\n", all, quiet);
  assert(quiet <= 6 * 6); // Four texts of the time axis, two of the plane

  ui_n_texts = 0;
  const double begin = wall_seconds();
  for (int i = 0; i < 200; ++i) { // Far more often than it may draw
    ui_set(host, &ui, "memory", 1.0f + 0.01f * (float)i);
    ui_idle(host, &ui, 0.005);
  }
  const double seconds = wall_seconds() - begin;
  // A drawing has the two lines of settings, and now and then the texts of
  // taggram and plane
  printf("%u texts in %.2f s\n", ui_n_texts, seconds);
  assert(ui_n_texts > 0 &&
         ui_n_texts <= 2.0 * (25.0 * seconds + 2.0) + 6.0 * 6.0 * seconds);

  xcb_unmap_window(host->connection, ui.id); // Hidden: not a stroke
  xcb_flush(host->connection);
  ui_idle(host, &ui, 0.3);
  ui_n_texts = 0;
  for (int i = 0; i < 50; ++i) {
    ui_set(host, &ui, "rock", 0.01f * (float)i);
    ui_idle(host, &ui, 0.01);
  }
  assert(ui_n_texts == 0);
  xcb_map_window(host->connection, ui.id);
  xcb_flush(host->connection);
  ui_settle(host, &ui);
  assert(ui_n_texts > 0); // Shown again, it catches up
  host->descriptor->cleanup(ui.handle);
}

/// Buttons are right of the title; the first is of genres
static void
test_clicks(UiHost* host)
{
  const Ui ui = ui_open(host, 1.0f, NULL);
  ui_settle(host, &ui);
  const uint32_t before = ui_pixel(host, &ui, 88, 12);
  host->written_port = 0;
  ui_click(host, &ui, 100, 20, 1);
  assert(host->written_port == host_port(host, "hidden_groups"));
  assert(host->written == 1.0f);
  assert(ui_pixel(host, &ui, 88, 12) != before);
  ui_click(host, &ui, 100, 20, 1);
  assert(host->written == 0.0f);
  assert(ui_pixel(host, &ui, 88, 12) == before);
  ui_click(host, &ui, 100, 20, 3);
  assert(host->written_port == host_port(host, "pinned_groups"));
  assert(host->written == 1.0f);
  host->written_port = 0;
  ui_click(host, &ui, 20, 400, 1); // Not on a group
  assert(host->written_port == 0);
  host->descriptor->cleanup(ui.handle);
}

/// Two clicks on the title show leaders alone, in large letters: no bars
static void
test_full(UiHost* host)
{
  const Ui ui = ui_open(host, 1.0f, NULL);
  ui_set(host, &ui, "rock", 0.9f);
  ui_settle(host, &ui);
  const uint32_t bar = bar_length(host, &ui);
  assert(bar > 60);
  ui_click(host, &ui, 20, 16, 1);
  assert(bar_length(host, &ui) == bar); // One is not enough
  ui_click(host, &ui, 20, 16, 1);
  ui_settle(host, &ui);
  const uint32_t full = bar_length(host, &ui);
  printf("longest stretch of the genres' colour: %u, then %u pixels\n", bar,
         full);
  assert(full > 0 && full < bar);
  ui_idle(host, &ui, 0.5);
  ui_click(host, &ui, 20, 16, 1);
  ui_click(host, &ui, 20, 16, 1);
  ui_settle(host, &ui);
  assert(bar_length(host, &ui) == bar);
  host->descriptor->cleanup(ui.handle);
}

static void
test_follows_host(UiHost* host)
{
  static const uint32_t white = 0xFAFAFAFFu;
  uint32_t width[2];
  uint32_t height[2];
  const Ui plain = ui_open(host, 1.0f, &white);
  ui_settle(host, &plain);
  assert(ui_pixel(host, &plain, 1, 1) == white >> 8);
  ui_size(host, &plain, &width[0], &height[0]);
  const Ui large = ui_open(host, 2.0f, NULL); // Two at a time
  ui_settle(host, &large);
  ui_size(host, &large, &width[1], &height[1]);
  assert(width[1] == 2 * width[0] && height[1] == 2 * height[0]);
  host->descriptor->cleanup(plain.handle);
  ui_settle(host, &large);
  host->descriptor->cleanup(large.handle);
}

/// The host may destroy the parent first, and may give less than it should
static void
test_survives(UiHost* host)
{
  const Ui ui = ui_open(host, 1.0f, NULL);
  ui_settle(host, &ui);
  xcb_destroy_window(host->connection, ui.id);
  xcb_flush(host->connection);
  for (int i = 0; i < 20; ++i) {
    ui_set(host, &ui, "rock", 0.05f * (float)i);
    ui_idle(host, &ui, 0.05);
  }
  host->descriptor->cleanup(ui.handle);

  LV2UI_Widget widget = NULL;
  assert(!host->descriptor->instantiate(
      host->descriptor, "urn:none", host->bundle, NULL, NULL, &widget, NULL));
  LV2UI_Handle bare =
      host->descriptor->instantiate(host->descriptor, UI_HOST_PLUGIN,
                                    host->bundle, NULL, NULL, &widget, NULL);
  assert(bare); // On the screen itself
  host->descriptor->port_event(bare, 9999, 4, 0, "none");
  host->descriptor->port_event(bare, 6, 1, 0, "");
  host->descriptor->port_event(bare, 6, 4, 77, "none");
  host->descriptor->cleanup(bare);
}

static unsigned
count_files(void)
{
  unsigned n = 0;
  DIR* const folder = opendir("/proc/self/fd");
  assert(folder);
  while (readdir(folder)) {
    ++n;
  }
  closedir(folder);
  return n;
}

static void
cycle(UiHost* host, unsigned i)
{
  const Ui ui = ui_open(host, i % 3 ? 1.0f : 1.5f, NULL);
  ui_set(host, &ui, "rock", 0.5f);
  ui_idle(host, &ui, 0.01);
  const uint32_t size[2] = {200 + 70 * (i % 5), 150 + 90 * (i % 5)};
  xcb_configure_window(host->connection, ui.id,
                       XCB_CONFIG_WINDOW_WIDTH | XCB_CONFIG_WINDOW_HEIGHT,
                       size);
  xcb_flush(host->connection);
  ui_idle(host, &ui, 0.05);
  host->descriptor->cleanup(ui.handle);
}

static void
test_leaves_nothing(UiHost* host, unsigned n_cycles)
{
  const unsigned n_warm = n_cycles / 2; // cairo keeps the fonts of all sizes
  unsigned files = 0;
  size_t bytes = 0;
  for (unsigned i = 0; i < n_cycles; ++i) {
    if (i == n_warm) {
      files = count_files();
      bytes = mallinfo2().uordblks;
    }
    cycle(host, i);
  }
  const long grown = (long)mallinfo2().uordblks - (long)bytes;
  printf("%u windows: %ld bytes more, %u files\n", n_cycles - n_warm, grown,
         count_files());
  assert(count_files() == files);
  assert(grown < 64 * (long)(n_cycles - n_warm) + 65536);
}

/// What cairo and fontconfig keep for the whole process is no leak
static void
call(const char* library, const char* name)
{
  void* const handle = dlopen(library, RTLD_NOW);
  void* const symbol = handle ? dlsym(handle, name) : NULL;
  void (*func)(void) = NULL;
  memcpy(&func, &symbol, sizeof(func));
  assert(func);
  func();
}

int
main(int argc, char** argv)
{
  UiHost host = {.written = 0.0f};
  assert(argc >= 2);
  setvbuf(stdout, NULL, _IOLBF, 0);
  host_open(&host, argv[1]);
  if (argc == 2) {
    test_shows_ports(&host);
    test_draws_what_changed(&host);
    test_clicks(&host);
    test_full(&host);
    test_follows_host(&host);
    test_survives(&host);
  }
  test_leaves_nothing(&host,
                      argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : 40);
  host_close(&host);
  call("libcairo.so.2", "cairo_debug_reset_static_data");
  call("libfontconfig.so.1", "FcFini");
  return 0;
}
