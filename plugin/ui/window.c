// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "plugin/ui/window.h"

#include "plugin/ui/layout.h"
#include "plugin/ui/paint.h"
#include "plugin/ui/x11.h"

#include <cairo/cairo-xcb.h>
#include <xcb/xcb.h>

#include <stdlib.h>
#include <string.h>

#define FRAME_TIME 0.04 /* seconds */
#define WIDTH 44.0      /* In lines of text */
#define HEIGHT 33.0
#define MIN_WIDTH 14.0
#define MIN_HEIGHT 11.0
#define DOUBLE_CLICK 400u /* ms */
#define MAX_SIDE 16384u

struct Window {
  UiState* state;
  Theme wanted; ///< In a window that is large enough
  Theme theme;
  Layout layout;
  bool is_full;     ///< The view of leaders alone
  uint32_t pressed; ///< When the title was, in ms; 0 is never
  WindowPressFunc press;
  void* handle;
  xcb_connection_t* connection;
  xcb_window_t id;
  cairo_surface_t* screen; ///< The window
  cairo_surface_t* canvas; ///< What it shows, so that exposing draws nothing
  uint32_t width;
  uint32_t height;
  unsigned touched; ///< Parts to draw
  bool exposed;     ///< The window has lost what it showed
  bool is_mapped;
  bool is_obscured;
  double drawn; ///< When
};

/// Put everything in its place, and draw it anew
static void
arrange(Window* window)
{
  window->theme = theme_fit(&window->wanted, window->width, window->height);
  window->layout = layout_make(&window->theme, window->state, window->width,
                               window->height, window->is_full);
  cairo_t* const cr = cairo_create(window->canvas);
  theme_use(cr, window->theme.background);
  cairo_paint(cr);
  cairo_destroy(cr);
  window->touched = PART_ALL;
  window->exposed = true;
}

static void
resize(Window* window, uint32_t width, uint32_t height)
{
  window->width = width ? width : 1;
  window->height = height ? height : 1;
  cairo_xcb_surface_set_size(window->screen, (int)window->width,
                             (int)window->height);
  if (window->canvas) {
    cairo_surface_destroy(window->canvas);
  }
  window->canvas =
      cairo_surface_create_similar(window->screen, CAIRO_CONTENT_COLOR,
                                   (int)window->width, (int)window->height);
  arrange(window);
}

static bool
create(Window* window, const xcb_screen_t* screen, uint32_t parent)
{
  const uint32_t events =
      XCB_EVENT_MASK_EXPOSURE | XCB_EVENT_MASK_STRUCTURE_NOTIFY |
      XCB_EVENT_MASK_VISIBILITY_CHANGE | XCB_EVENT_MASK_BUTTON_PRESS;
  const double em = window->wanted.em;
  window->width = (uint32_t)(WIDTH * em);
  window->height = (uint32_t)(HEIGHT * em);
  window->id = xcb_generate_id(window->connection);
  xcb_create_window(window->connection, XCB_COPY_FROM_PARENT, window->id,
                    parent ? parent : screen->root, 0, 0,
                    (uint16_t)window->width, (uint16_t)window->height, 0,
                    XCB_WINDOW_CLASS_INPUT_OUTPUT, XCB_COPY_FROM_PARENT,
                    XCB_CW_EVENT_MASK, &events);
  xcb_visualtype_t* const visual =
      x11_find_visual(window->connection, window->id, screen);
  if (!visual) {
    return false;
  }
  x11_set_sizes(window->connection, window->id, (uint32_t)(MIN_WIDTH * em),
                (uint32_t)(MIN_HEIGHT * em), window->width, window->height);
  window->screen =
      cairo_xcb_surface_create(window->connection, window->id, visual,
                               (int)window->width, (int)window->height);
  resize(window, window->width, window->height);
  xcb_map_window(window->connection, window->id);
  xcb_flush(window->connection);
  return true;
}

Window*
window_new(UiState* state,
           const Theme* theme,
           uint32_t parent,
           WindowPressFunc press,
           void* handle)
{
  Window* const window = (Window*)calloc(1, sizeof(Window));
  if (!window) {
    return NULL;
  }
  int number = 0;
  window->state = state;
  window->wanted = *theme;
  window->press = press;
  window->handle = handle;
  window->connection = xcb_connect(NULL, &number);
  const xcb_screen_t* const screen =
      xcb_connection_has_error(window->connection)
          ? NULL
          : x11_find_screen(window->connection, number);
  if (!screen || !create(window, screen, parent)) {
    window_free(window);
    return NULL;
  }
  return window;
}

void
window_free(Window* window)
{
  if (!window) {
    return;
  }
  if (window->canvas) {
    cairo_surface_destroy(window->canvas);
  }
  if (window->screen) {
    // Else cairo keeps the connection's data for the next one at its address
    cairo_device_t* const device =
        cairo_device_reference(cairo_surface_get_device(window->screen));
    cairo_surface_finish(window->screen);
    cairo_surface_destroy(window->screen);
    cairo_device_finish(device);
    cairo_device_destroy(device);
  }
  if (window->id) {
    xcb_destroy_window(window->connection, window->id);
    xcb_flush(window->connection);
  }
  xcb_disconnect(window->connection); // Allowed after an error, too
  free(window);
}

uint32_t
window_id(const Window* window)
{
  return window->id;
}

void
window_size(const Window* window, uint32_t* width, uint32_t* height)
{
  *width = window->width;
  *height = window->height;
}

void
window_touch(Window* window, unsigned parts)
{
  window->touched |= parts;
  if (parts & PART_HEADER) { // Other groups are hidden now
    arrange(window);
  }
}

/// Two presses on the title, one soon after the other, change the view
static void
handle_title(Window* window, const xcb_button_press_event_t* event)
{
  const bool again =
      window->pressed && event->time - window->pressed <= DOUBLE_CLICK;
  window->pressed = again ? 0 : event->time;
  if (again) {
    window->is_full = !window->is_full;
    arrange(window);
  }
}

static void
handle_press(Window* window, const xcb_button_press_event_t* event)
{
  const uint32_t group =
      layout_find_group(&window->layout, event->event_x, event->event_y);
  if (event->detail == 1 &&
      layout_contains(&window->layout.title, event->event_x, event->event_y)) {
    handle_title(window, event);
  }
  if (group != INFO_NONE && event->detail <= 3) {
    window->press(window->handle, group, event->detail);
  }
}

static void
handle_event(Window* window, const xcb_generic_event_t* event)
{
  switch (event->response_type & 0x7Fu) {
  case XCB_EXPOSE:
    window->exposed = true;
    break;
  case XCB_MAP_NOTIFY:
    window->is_mapped = true;
    break;
  case XCB_UNMAP_NOTIFY:
    window->is_mapped = false;
    break;
  case XCB_VISIBILITY_NOTIFY:
    window->is_obscured =
        ((const xcb_visibility_notify_event_t*)event)->state ==
        XCB_VISIBILITY_FULLY_OBSCURED;
    break;
  case XCB_CONFIGURE_NOTIFY: {
    const xcb_configure_notify_event_t* const to =
        (const xcb_configure_notify_event_t*)event;
    if ((to->width != window->width || to->height != window->height) &&
        to->width <= MAX_SIDE && to->height <= MAX_SIDE) {
      resize(window, to->width, to->height);
    }
    break;
  }
  case XCB_BUTTON_PRESS:
    handle_press(window, (const xcb_button_press_event_t*)event);
    break;
  default:
    break; // Errors, too: the window may be gone with its parent
  }
}

static void
draw(Window* window)
{
  const unsigned parts = window->exposed ? PART_ALL : window->touched;
  const Painting painting = {window->state, &window->theme, &window->layout};
  cairo_t* const canvas = cairo_create(window->canvas);
  paint(canvas, &painting, window->touched);
  cairo_destroy(canvas);

  cairo_t* const screen = cairo_create(window->screen);
  for (unsigned i = 0; i < N_PARTS && !window->exposed; ++i) {
    if (parts >> i & 1u) {
      const Area area = layout_part(&window->layout, (UiPart)(1u << i));
      cairo_rectangle(screen, area.x, area.y, area.width, area.height);
    }
  }
  if (!window->exposed) {
    cairo_clip(screen);
  }
  cairo_set_source_surface(screen, window->canvas, 0.0, 0.0);
  cairo_paint(screen);
  cairo_destroy(screen);
  cairo_surface_flush(window->screen);
  xcb_flush(window->connection);
  window->touched = 0;
  window->exposed = false;
}

bool
window_idle(Window* window, double now)
{
  for (xcb_generic_event_t* event = NULL;
       (event = xcb_poll_for_event(window->connection));) {
    handle_event(window, event);
    free(event);
  }
  if (xcb_connection_has_error(window->connection)) {
    return false;
  }
  if (!window->is_mapped || window->is_obscured) { // Only remember
    const bool is_new = ui_state_record(window->state, now);
    window->touched |= is_new ? (unsigned)PART_TAGGRAM : 0u;
  } else if (now - window->drawn >= FRAME_TIME) {
    window->touched |=
        ui_state_update(window->state, now, window->layout.n_rows);
    if (window->touched || window->exposed) {
      draw(window);
      window->drawn = now;
    }
  }
  return true;
}
