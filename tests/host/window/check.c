// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

/*
  A small host for the plugins' window, with a display.  Shows that it shows
  what the ports are, draws no more than it must, does what clicks ask for, and
  leaves nothing behind.

  Usage: check_window BUNDLE [CYCLES]: all checks, or only to open, resize and
  close so many times
*/

#undef NDEBUG
#define _GNU_SOURCE // mallinfo2

#include "base/clock.h"

#include <cairo/cairo.h>
#include <lilv/lilv.h>
#include <lv2/atom/atom.h>
#include <lv2/core/lv2.h>
#include <lv2/options/options.h>
#include <lv2/ui/ui.h>
#include <lv2/urid/urid.h>
#include <xcb/xcb.h>

#include <assert.h>
#include <dirent.h>
#include <dlfcn.h>
#include <malloc.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PLUGIN "urn:earmark:stereo"
#define SIDE 2000u
#define MAX_URIDS 64

/// The host's side
typedef struct {
  xcb_connection_t* connection;
  const xcb_screen_t* screen;
  xcb_window_t parent;
  const LV2UI_Descriptor* descriptor;
  const LV2UI_Idle_Interface* idle;
  const char* bundle;
  LilvWorld* world;
  const LilvPlugin* plugin;
  uint32_t written_port; ///< By the window
  float written;
} Host;

/// One window
typedef struct {
  LV2UI_Handle handle;
  xcb_window_t id;
} Ui;

static unsigned n_texts; ///< That the window has drawn

/// Stands before cairo's, so that drawing can be counted
__attribute__((visibility("default"))) void cairo_show_text(cairo_t* cr,
                                                            const char* text);

void
cairo_show_text(cairo_t* cr, const char* text)
{
  typedef void (*Func)(cairo_t*, const char*);
  static Func next;
  if (!next) {
    void* const library = dlopen("libcairo.so.2", RTLD_NOW);
    void* const symbol = library ? dlsym(library, "cairo_show_text") : NULL;
    assert(symbol);
    memcpy(&next, &symbol, sizeof(next));
  }
  ++n_texts;
  next(cr, text);
}

static LV2_URID
map_uri(LV2_URID_Map_Handle handle, const char* uri)
{
  static char uris[MAX_URIDS][128];
  (void)handle;
  uint32_t i = 0;
  for (; uris[i][0] && strcmp(uris[i], uri); ++i) {
    assert(i + 1 < MAX_URIDS);
  }
  snprintf(uris[i], sizeof(uris[i]), "%s", uri);
  return i + 1;
}

static void
take_written(LV2UI_Controller controller,
             uint32_t port,
             uint32_t size,
             uint32_t format,
             const void* buffer)
{
  Host* const host = (Host*)controller;
  assert(size == sizeof(float) && !format);
  host->written_port = port;
  memcpy(&host->written, buffer, sizeof(float));
}

static uint32_t
find_port(const Host* host, const char* symbol)
{
  LilvNode* const node = lilv_new_string(host->world, symbol);
  const LilvPort* const port =
      lilv_plugin_get_port_by_symbol(host->plugin, node);
  lilv_node_free(node);
  assert(port);
  return lilv_port_get_index(host->plugin, port);
}

static void
open_host(Host* host, const char* bundle)
{
  char path[4096];
  host->bundle = bundle;
  host->connection = xcb_connect(NULL, NULL);
  assert(!xcb_connection_has_error(host->connection));
  host->screen = xcb_setup_roots_iterator(xcb_get_setup(host->connection)).data;
  host->parent = xcb_generate_id(host->connection);
  xcb_create_window(host->connection, XCB_COPY_FROM_PARENT, host->parent,
                    host->screen->root, 0, 0, SIDE, SIDE, 0,
                    XCB_WINDOW_CLASS_INPUT_OUTPUT, XCB_COPY_FROM_PARENT, 0,
                    NULL);
  xcb_map_window(host->connection, host->parent);
  xcb_flush(host->connection);

  snprintf(path, sizeof(path), "%s/earmark_ui.so", bundle);
  void* const library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  assert(library);
  LV2UI_DescriptorFunction get = NULL;
  void* const symbol = dlsym(library, "lv2ui_descriptor");
  memcpy(&get, &symbol, sizeof(get));
  assert(get && !get(1));
  host->descriptor = get(0);
  assert(!strcmp(host->descriptor->URI, "urn:earmark:ui"));
  host->idle = (const LV2UI_Idle_Interface*)host->descriptor->extension_data(
      LV2_UI__idleInterface);
  assert(host->idle && !host->descriptor->extension_data("urn:none"));

  snprintf(path, sizeof(path), "%s/", bundle);
  host->world = lilv_world_new();
  LilvNode* const uri = lilv_new_file_uri(host->world, NULL, path);
  LilvNode* const plugin = lilv_new_uri(host->world, PLUGIN);
  lilv_world_load_bundle(host->world, uri);
  host->plugin =
      lilv_plugins_get_by_uri(lilv_world_get_all_plugins(host->world), plugin);
  lilv_node_free(uri);
  lilv_node_free(plugin);
  assert(host->plugin);
}

static void
close_host(Host* host)
{
  lilv_world_free(host->world);
  xcb_disconnect(host->connection);
}

/// Open the window; 0 and NULL are not said
static Ui
open_ui(Host* host, float scale, const uint32_t* background)
{
  LV2_URID_Map map = {NULL, map_uri};
  const LV2_Options_Option options[] = {
      {LV2_OPTIONS_INSTANCE, 0, map_uri(NULL, LV2_UI__scaleFactor),
       sizeof(float), map_uri(NULL, LV2_ATOM__Float),
       scale > 0 ? &scale : NULL},
      {LV2_OPTIONS_INSTANCE, 0, map_uri(NULL, LV2_UI__backgroundColor),
       sizeof(uint32_t), map_uri(NULL, LV2_ATOM__Int), background},
      {LV2_OPTIONS_INSTANCE, 0, 0, 0, 0, NULL}};
  const LV2_Feature features[] = {
      {LV2_UI__parent, (void*)(uintptr_t)host->parent},
      {LV2_URID__map, &map},
      {LV2_OPTIONS__options, (void*)(uintptr_t)options},
      {NULL, NULL}};
  const LV2_Feature* list[] = {&features[3], &features[0], &features[1],
                               &features[2], NULL};
  LV2UI_Widget widget = NULL;
  Ui ui = {NULL, 0};
  ui.handle =
      host->descriptor->instantiate(host->descriptor, PLUGIN, host->bundle,
                                    take_written, host, &widget, list);
  assert(ui.handle);
  ui.id = (xcb_window_t)(uintptr_t)widget;
  return ui;
}

static void
set(const Host* host, const Ui* ui, const char* symbol, float value)
{
  host->descriptor->port_event(ui->handle, find_port(host, symbol),
                               sizeof(value), 0, &value);
}

/// As a host does, for some time
static void
idle(const Host* host, const Ui* ui, double seconds)
{
  for (int i = 0; i < (int)(seconds / 0.005); ++i) {
    assert(!host->idle->idle(ui->handle));
    sleep_seconds(0.005);
  }
}

/// Wait until the window has drawn all that there is to draw
static void
settle(const Host* host, const Ui* ui)
{
  const unsigned before = n_texts;
  for (int i = 0; i < 100 && n_texts == before; ++i) {
    idle(host, ui, 0.05);
  }
  idle(host, ui, 0.1);
}

static void
get_size(const Host* host, const Ui* ui, uint32_t* width, uint32_t* height)
{
  xcb_get_geometry_reply_t* const reply = xcb_get_geometry_reply(
      host->connection, xcb_get_geometry(host->connection, ui->id), NULL);
  assert(reply);
  *width = reply->width;
  *height = reply->height;
  free(reply);
}

/// The window's pixels as 0xRRGGBB, to be freed
static uint32_t*
grab(const Host* host, const Ui* ui, uint32_t* width, uint32_t* height)
{
  get_size(host, ui, width, height);
  const size_t n = (size_t)*width * *height;
  xcb_get_image_reply_t* const reply = xcb_get_image_reply(
      host->connection,
      xcb_get_image(host->connection, XCB_IMAGE_FORMAT_Z_PIXMAP, ui->id, 0, 0,
                    (uint16_t)*width, (uint16_t)*height, UINT32_MAX),
      NULL);
  assert(reply && (size_t)xcb_get_image_data_length(reply) == 4 * n);
  uint32_t* const pixels = (uint32_t*)malloc(4 * n);
  assert(pixels);
  memcpy(pixels, xcb_get_image_data(reply), 4 * n);
  for (size_t i = 0; i < n; ++i) {
    pixels[i] &= 0xFFFFFFu;
  }
  free(reply);
  return pixels;
}

static uint32_t
pixel(const Host* host, const Ui* ui, uint32_t x, uint32_t y)
{
  uint32_t width = 0;
  uint32_t height = 0;
  uint32_t* const pixels = grab(host, ui, &width, &height);
  const uint32_t found = pixels[y * width + x];
  free(pixels);
  return found;
}

/// How many pixels from `x` on are alike?
static uint32_t
run_length(const uint32_t* row, uint32_t width, uint32_t x)
{
  uint32_t n = 0;
  while (x + n < width && row[x + n] == row[x]) {
    ++n;
  }
  return n;
}

/// Length of the uppermost bar: below the groups' buttons and right of the
/// names it is the first long run that is followed by another, its trough
static uint32_t
bar_length(const Host* host, const Ui* ui)
{
  uint32_t width = 0;
  uint32_t height = 0;
  uint32_t* const pixels = grab(host, ui, &width, &height);
  const uint32_t back = pixels[0];
  uint32_t best = 0;
  for (uint32_t y = 70; y < height / 2 && !best; ++y) {
    const uint32_t* const row = pixels + (size_t)y * width;
    uint32_t x = width / 4;
    while (x < width / 2 && row[x] == back) {
      ++x;
    }
    const uint32_t n = run_length(row, width, x);
    const uint32_t after = run_length(row, width, x + n);
    if (x < width / 2 && n > 8 && after > 8) {
      best = n;
    }
  }
  free(pixels);
  return best;
}

static void
test_shows_ports(Host* host)
{
  const Ui ui = open_ui(host, 0.0f, NULL);
  set(host, &ui, "threshold", 1.0f); // Its mark out of the way
  settle(host, &ui);
  uint32_t lengths[3];
  static const float values[3] = {0.3f, 0.6f, 0.9f};
  for (int i = 0; i < 3; ++i) {
    set(host, &ui, "rock", values[i]);
    settle(host, &ui);
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
test_draws_what_changed(Host* host)
{
  const Ui ui = open_ui(host, 1.0f, NULL);
  settle(host, &ui);
  const uint32_t all = n_texts;
  idle(host, &ui, 1.0);
  // Nothing has changed but the time: the taggram alone, five times a second
  const uint32_t quiet = n_texts - all;
  printf("texts drawn: %u at first, %u in a quiet second\n", all, quiet);
  assert(quiet <= 6 * 5); // Four texts of the time axis

  n_texts = 0;
  const double begin = wall_seconds();
  for (int i = 0; i < 200; ++i) { // Far more often than it may draw
    set(host, &ui, "memory", 1.0f + 0.01f * (float)i);
    idle(host, &ui, 0.005);
  }
  const double seconds = wall_seconds() - begin;
  // A drawing has the line of settings, and now and then the taggram's texts
  printf("%u texts in %.2f s\n", n_texts, seconds);
  assert(n_texts > 0 && n_texts <= 25.0 * seconds + 2.0 + 6.0 * 5.0 * seconds);

  xcb_unmap_window(host->connection, ui.id); // Hidden: not a stroke
  xcb_flush(host->connection);
  idle(host, &ui, 0.3);
  n_texts = 0;
  for (int i = 0; i < 50; ++i) {
    set(host, &ui, "rock", 0.01f * (float)i);
    idle(host, &ui, 0.01);
  }
  assert(n_texts == 0);
  xcb_map_window(host->connection, ui.id);
  xcb_flush(host->connection);
  settle(host, &ui);
  assert(n_texts > 0); // Shown again, it catches up
  host->descriptor->cleanup(ui.handle);
}

static void
click(const Host* host, const Ui* ui, int16_t x, int16_t y, uint8_t button)
{
  xcb_button_press_event_t event = {.response_type = XCB_BUTTON_PRESS,
                                    .detail = button,
                                    .root = host->screen->root,
                                    .event = ui->id,
                                    .event_x = x,
                                    .event_y = y,
                                    .same_screen = 1};
  xcb_send_event(host->connection, 0, ui->id, XCB_EVENT_MASK_BUTTON_PRESS,
                 (const char*)&event);
  xcb_flush(host->connection);
  idle(host, ui, 0.2);
}

static void
test_clicks(Host* host)
{
  const Ui ui = open_ui(host, 1.0f, NULL);
  settle(host, &ui);
  const uint32_t before = pixel(host, &ui, 12, 12);
  host->written_port = 0;
  click(host, &ui, 20, 20, 1);
  assert(host->written_port == find_port(host, "hidden_groups"));
  assert(host->written == 1.0f);
  assert(pixel(host, &ui, 12, 12) != before);
  click(host, &ui, 20, 20, 1);
  assert(host->written == 0.0f);
  assert(pixel(host, &ui, 12, 12) == before);
  click(host, &ui, 20, 20, 3);
  assert(host->written_port == find_port(host, "pinned_groups"));
  assert(host->written == 1.0f);
  host->written_port = 0;
  click(host, &ui, 20, 400, 1); // Not on a group
  assert(host->written_port == 0);
  host->descriptor->cleanup(ui.handle);
}

static void
test_follows_host(Host* host)
{
  static const uint32_t white = 0xFAFAFAFFu;
  uint32_t width[2];
  uint32_t height[2];
  const Ui plain = open_ui(host, 1.0f, &white);
  settle(host, &plain);
  assert(pixel(host, &plain, 1, 1) == white >> 8);
  get_size(host, &plain, &width[0], &height[0]);
  const Ui large = open_ui(host, 2.0f, NULL); // Two at a time
  settle(host, &large);
  get_size(host, &large, &width[1], &height[1]);
  assert(width[1] == 2 * width[0] && height[1] == 2 * height[0]);
  host->descriptor->cleanup(plain.handle);
  settle(host, &large);
  host->descriptor->cleanup(large.handle);
}

/// The host may destroy the parent first, and may give less than it should
static void
test_survives(Host* host)
{
  const Ui ui = open_ui(host, 1.0f, NULL);
  settle(host, &ui);
  xcb_destroy_window(host->connection, ui.id);
  xcb_flush(host->connection);
  for (int i = 0; i < 20; ++i) {
    set(host, &ui, "rock", 0.05f * (float)i);
    idle(host, &ui, 0.05);
  }
  host->descriptor->cleanup(ui.handle);

  LV2UI_Widget widget = NULL;
  assert(!host->descriptor->instantiate(
      host->descriptor, "urn:none", host->bundle, NULL, NULL, &widget, NULL));
  const LV2UI_Handle bare = host->descriptor->instantiate(
      host->descriptor, PLUGIN, host->bundle, NULL, NULL, &widget, NULL);
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
cycle(Host* host, unsigned i)
{
  const Ui ui = open_ui(host, i % 3 ? 1.0f : 1.5f, NULL);
  set(host, &ui, "rock", 0.5f);
  idle(host, &ui, 0.01);
  const uint32_t size[2] = {200 + 7 * i % 300, 150 + 11 * i % 400};
  xcb_configure_window(host->connection, ui.id,
                       XCB_CONFIG_WINDOW_WIDTH | XCB_CONFIG_WINDOW_HEIGHT,
                       size);
  xcb_flush(host->connection);
  idle(host, &ui, 0.05);
  host->descriptor->cleanup(ui.handle);
}

static void
test_leaves_nothing(Host* host, unsigned n_cycles)
{
  const unsigned n_warm = n_cycles / 4;
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
  Host host = {.written = 0.0f};
  assert(argc >= 2);
  setvbuf(stdout, NULL, _IOLBF, 0);
  open_host(&host, argv[1]);
  if (argc == 2) {
    test_shows_ports(&host);
    test_draws_what_changed(&host);
    test_clicks(&host);
    test_follows_host(&host);
    test_survives(&host);
  }
  test_leaves_nothing(&host, argc > 2 ? (unsigned)atoi(argv[2]) : 40);
  close_host(&host);
  call("libcairo.so.2", "cairo_debug_reset_static_data");
  call("libfontconfig.so.1", "FcFini");
  return 0;
}
