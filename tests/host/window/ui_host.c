// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#undef NDEBUG
#define _GNU_SOURCE

#include "tests/host/window/ui_host.h"

#include "base/clock.h"

#include <cairo/cairo.h>
#include <lv2/atom/atom.h>
#include <lv2/core/lv2.h>
#include <lv2/options/options.h>
#include <lv2/urid/urid.h>

#include <assert.h>
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SIDE 2000u
#define MAX_URIDS 64

unsigned ui_n_texts;

/// Stands before cairo's, so that drawing can be counted
__attribute__((visibility("default"))) void
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
  ++ui_n_texts;
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
  UiHost* const host = (UiHost*)controller;
  assert(size == sizeof(float) && !format);
  host->written_port = port;
  memcpy(&host->written, buffer, sizeof(float));
}

uint32_t
host_port(const UiHost* host, const char* symbol)
{
  LilvNode* const node = lilv_new_string(host->world, symbol);
  const LilvPort* const port =
      lilv_plugin_get_port_by_symbol(host->plugin, node);
  lilv_node_free(node);
  assert(port);
  return lilv_port_get_index(host->plugin, port);
}

void
host_open(UiHost* host, const char* bundle)
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
  LilvNode* const plugin = lilv_new_uri(host->world, UI_HOST_PLUGIN);
  lilv_world_load_bundle(host->world, uri);
  host->plugin =
      lilv_plugins_get_by_uri(lilv_world_get_all_plugins(host->world), plugin);
  lilv_node_free(uri);
  lilv_node_free(plugin);
  assert(host->plugin);
}

void
host_close(UiHost* host)
{
  lilv_world_free(host->world);
  xcb_disconnect(host->connection);
}

Ui
ui_open(UiHost* host, float scale, const uint32_t* background)
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
  ui.handle = host->descriptor->instantiate(host->descriptor, UI_HOST_PLUGIN,
                                            host->bundle, take_written, host,
                                            &widget, list);
  assert(ui.handle);
  ui.id = (xcb_window_t)(uintptr_t)widget;
  return ui;
}

void
ui_set(const UiHost* host, const Ui* ui, const char* symbol, float value)
{
  host->descriptor->port_event(ui->handle, host_port(host, symbol),
                               sizeof(value), 0, &value);
}

void
ui_idle(const UiHost* host, const Ui* ui, double seconds)
{
  for (int i = 0; i < (int)(seconds / 0.005); ++i) {
    assert(!host->idle->idle(ui->handle));
    sleep_seconds(0.005);
  }
}

void
ui_settle(const UiHost* host, const Ui* ui)
{
  const unsigned before = ui_n_texts;
  for (int i = 0; i < 100 && ui_n_texts == before; ++i) {
    ui_idle(host, ui, 0.05);
  }
  ui_idle(host, ui, 0.1);
}

void
ui_size(const UiHost* host, const Ui* ui, uint32_t* width, uint32_t* height)
{
  xcb_get_geometry_reply_t* const reply = xcb_get_geometry_reply(
      host->connection, xcb_get_geometry(host->connection, ui->id), NULL);
  assert(reply);
  *width = reply->width;
  *height = reply->height;
  free(reply);
}

uint32_t*
ui_grab(const UiHost* host, const Ui* ui, uint32_t* width, uint32_t* height)
{
  ui_size(host, ui, width, height);
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

uint32_t
ui_pixel(const UiHost* host, const Ui* ui, uint32_t x, uint32_t y)
{
  uint32_t width = 0;
  uint32_t height = 0;
  uint32_t* const pixels = ui_grab(host, ui, &width, &height);
  const uint32_t found = pixels[y * width + x];
  free(pixels);
  return found;
}

void
ui_click(const UiHost* host, const Ui* ui, int16_t x, int16_t y, uint8_t button)
{
  static uint32_t now = 1000; // ms, whatever it takes
  now += 150;
  xcb_button_press_event_t press = {.response_type = XCB_BUTTON_PRESS,
                                    .detail = button,
                                    .time = now,
                                    .root = host->screen->root,
                                    .event = ui->id,
                                    .event_x = x,
                                    .event_y = y,
                                    .same_screen = 1};
  xcb_send_event(host->connection, 0, ui->id, XCB_EVENT_MASK_BUTTON_PRESS,
                 (const char*)&press);
  xcb_flush(host->connection);
  ui_idle(host, ui, 0.2);
}
