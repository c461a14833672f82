// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_X11_H
#define EARMARK_X11_H

#include <xcb/xcb.h>

#include <stdint.h>

/// What XCB leaves to its users.  [GUI]

/// The screen of that number; the first if it is negative, NULL if there is
/// none
const xcb_screen_t* x11_find_screen(xcb_connection_t* connection, int number);

/// The visual of a window, or NULL if it is gone
xcb_visualtype_t* x11_find_visual(xcb_connection_t* connection,
                                  xcb_window_t window,
                                  const xcb_screen_t* screen);

/// Tell the host which sizes make sense, in pixels: the smallest and the usual
void x11_set_sizes(xcb_connection_t* connection,
                   xcb_window_t window,
                   uint32_t min_width,
                   uint32_t min_height,
                   uint32_t width,
                   uint32_t height);

#endif
