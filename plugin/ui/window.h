// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_WINDOW_H
#define EARMARK_WINDOW_H

#include "plugin/ui/theme.h"
#include "plugin/ui/ui_state.h"

#include <stdbool.h>
#include <stdint.h>

/// A mouse button was pressed on a group: 1 is left, 2 middle, 3 right
typedef void (*WindowPressFunc)(void* handle, uint32_t group, uint32_t button);

/**
   An X11 window that shows a UiState.

   It has a connection of its own to the X server, by XCB, whose errors are
   values: with Xlib, an error in one plugin ends the host.  [GUI]
*/
typedef struct Window Window;

/// As a child of the X window `parent` (0 is the screen); NULL without a
/// display.  The state must outlive it.
Window* window_new(UiState* state,
                   const Theme* theme,
                   uint32_t parent,
                   WindowPressFunc press,
                   void* handle);

void window_free(Window* window);

/// The X window
uint32_t window_id(const Window* window);

/// In pixels
void window_size(const Window* window, uint32_t* width, uint32_t* height);

/// These parts of the state are to be drawn again
void window_touch(Window* window, unsigned parts);

/// Handle events, and draw what has changed if anybody sees it, at most 25
/// times a second.  `now` is in seconds.  False when the display is gone.
bool window_idle(Window* window, double now);

#endif
