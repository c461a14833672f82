// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_UI_HOST_H
#define EARMARK_UI_HOST_H

#include <lilv/lilv.h>
#include <lv2/ui/ui.h>
#include <xcb/xcb.h>

#include <stdint.h>

#define UI_HOST_PLUGIN "urn:earmark:stereo"

/// A small host for the plugins' window, on a display
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
} UiHost;

/// One window
typedef struct {
  LV2UI_Handle handle;
  xcb_window_t id;
} Ui;

/// Texts that all windows have drawn
extern unsigned ui_n_texts;

/// Index of the port of that symbol; asserts that it exists
uint32_t host_port(const UiHost* host, const char* symbol);

/// With a window of the host, and the library of the bundle
void host_open(UiHost* host, const char* bundle);

void host_close(UiHost* host);

/// Open the window; 0 and NULL are not said
Ui ui_open(UiHost* host, float scale, const uint32_t* background);

void ui_set(const UiHost* host, const Ui* ui, const char* symbol, float value);

/// As a host does, for some time
void ui_idle(const UiHost* host, const Ui* ui, double seconds);

/// Wait until the window has drawn all that there is to draw
void ui_settle(const UiHost* host, const Ui* ui);

void
ui_size(const UiHost* host, const Ui* ui, uint32_t* width, uint32_t* height);

/// The window's pixels as 0xRRGGBB, to be freed
uint32_t*
ui_grab(const UiHost* host, const Ui* ui, uint32_t* width, uint32_t* height);

uint32_t ui_pixel(const UiHost* host, const Ui* ui, uint32_t x, uint32_t y);

void ui_click(
    const UiHost* host, const Ui* ui, int16_t x, int16_t y, uint8_t button);

#endif
