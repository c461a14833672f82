// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/watch/page/page_wish.h"

bool
page_wishes_put(PageWishes* wishes, const PageWish* wish)
{
  if (wishes->n == PAGE_WISHES_MAX) {
    return false;
  }
  wishes->wishes[(wishes->first + wishes->n++) % PAGE_WISHES_MAX] = *wish;
  return true;
}

bool
page_wishes_take(PageWishes* wishes, PageWish* wish)
{
  if (!wishes->n) {
    return false;
  }
  *wish = wishes->wishes[wishes->first];
  wishes->first = (wishes->first + 1u) % PAGE_WISHES_MAX;
  --wishes->n;
  return true;
}
