// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "plugin/ui/x11.h"

#include <stdlib.h>

const xcb_screen_t*
x11_find_screen(xcb_connection_t* connection, int number)
{
  xcb_screen_iterator_t i = xcb_setup_roots_iterator(xcb_get_setup(connection));
  for (; i.rem && number > 0; --number) {
    xcb_screen_next(&i);
  }
  return i.data;
}

xcb_visualtype_t*
x11_find_visual(xcb_connection_t* connection,
                xcb_window_t window,
                const xcb_screen_t* screen)
{
  xcb_get_window_attributes_reply_t* const attributes =
      xcb_get_window_attributes_reply(
          connection, xcb_get_window_attributes(connection, window), NULL);
  xcb_visualtype_t* visual = NULL;
  for (xcb_depth_iterator_t d = xcb_screen_allowed_depths_iterator(screen);
       attributes && d.rem; xcb_depth_next(&d)) {
    for (xcb_visualtype_iterator_t v = xcb_depth_visuals_iterator(d.data);
         v.rem; xcb_visualtype_next(&v)) {
      visual = v.data->visual_id == attributes->visual ? v.data : visual;
    }
  }
  free(attributes);
  return visual;
}

/// As WM_SIZE_HINTS, which the ICCCM describes
void
x11_set_sizes(xcb_connection_t* connection,
              xcb_window_t window,
              uint32_t min_width,
              uint32_t min_height,
              uint32_t width,
              uint32_t height)
{
  enum { FLAGS, MIN_W = 5, MIN_H, BASE_W = 15, BASE_H, N_FIELDS = 18 };
  uint32_t hints[N_FIELDS] = {0};
  hints[FLAGS] = 1u << 4 | 1u << 8; // PMinSize, PBaseSize
  hints[MIN_W] = min_width;
  hints[MIN_H] = min_height;
  hints[BASE_W] = width;
  hints[BASE_H] = height;
  xcb_change_property(connection, XCB_PROP_MODE_REPLACE, window,
                      XCB_ATOM_WM_NORMAL_HINTS, XCB_ATOM_WM_SIZE_HINTS, 32,
                      N_FIELDS, hints);
}
