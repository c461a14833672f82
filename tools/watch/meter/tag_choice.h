// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_TAG_CHOICE_H
#define EARMARK_TAG_CHOICE_H

#include "model/network.h"

#include <stdbool.h>
#include <stdint.h>

/// Which tags are worth saying of tags[n_tags]: chosen[n_tags].  [any]
void tag_choice(const View* view, const float* tags, bool* chosen);

/// The tag of that symbol or name, or n_tags.  [any]
uint32_t tag_choice_find(const View* view, const char* name);

/// The value of what tells the content apart, "music", "speech" or "silence";
/// NaN if the view has none of that name.  [any]
double
tag_choice_content(const View* view, const float* tags, const char* name);

#endif
