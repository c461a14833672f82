// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_PAGE_WISH_H
#define EARMARK_PAGE_WISH_H

#include "tools/watch/event/event.h"
#include "tools/watch/rules/mute.h"

#include <stdbool.h>
#include <stdint.h>

/// What somebody asks for through the page; the main thread does it
typedef enum {
  PAGE_WISH_ACKNOWLEDGE, ///< An event
  PAGE_WISH_MUTE,
  PAGE_WISH_UNMUTE
} PageWishKind;

typedef struct {
  PageWishKind kind;
  char event[EVENT_ID_SIZE]; ///< To acknowledge
  Mute mute;                 ///< To mute or, by station and rule, not to
} PageWish;

#define PAGE_WISHES_MAX 64u

/// Wishes in the order in which they came, not too many.  For one thread at a
/// time.
typedef struct {
  uint32_t first;
  uint32_t n;
  PageWish wishes[PAGE_WISHES_MAX]; ///< A ring
} PageWishes;

/// False if there are too many
bool page_wishes_put(PageWishes* wishes, const PageWish* wish);

/// False if there is none
bool page_wishes_take(PageWishes* wishes, PageWish* wish);

#endif
