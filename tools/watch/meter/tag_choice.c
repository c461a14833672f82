// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/watch/meter/tag_choice.h"

#include <math.h>
#include <string.h>

void
tag_choice(const View* view, const float* tags, bool* chosen)
{
  for (uint32_t i = 0; i < view->n_tags; ++i) {
    chosen[i] = tags[i] >= view->tags[i].threshold;
  }
}

uint32_t
tag_choice_find(const View* view, const char* name)
{
  uint32_t i = 0;
  while (i < view->n_tags && strcmp(view->tags[i].symbol, name) != 0 &&
         strcmp(view->tags[i].name, name) != 0) {
    ++i;
  }
  return i;
}

double
tag_choice_content(const View* view, const float* tags, const char* name)
{
  const uint32_t tag = tag_choice_find(view, name);
  return tag < view->n_tags ? (double)tags[tag] : (double)NAN;
}
