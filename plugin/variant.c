// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "plugin/variant.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

/// Of the default view.  Those with CV outputs are plugins of their own, as
/// Ardour refuses them.
static const struct {
  const char* name;
  Variant variant;
} defaults[VARIANT_OF_DEFAULT] = {
    {"stereo", {0, 2, false, ""}},
    {"mono", {0, 1, false, " Mono"}},
    {"stereo-cv", {0, 2, true, " CV"}},
    {"mono-cv", {0, 1, true, " Mono CV"}},
};

/// What else is called so in a bundle: its manifest, the window, the project
static const char* const others[] = {"manifest", "ui", "project"};

static bool
is_used(const char* name)
{
  bool used = false;
  for (size_t i = 0; i < VARIANT_OF_DEFAULT; ++i) {
    used = used || !strcmp(defaults[i].name, name);
  }
  for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); ++i) {
    used = used || !strcmp(others[i], name);
  }
  return used;
}

uint32_t
variant_count(uint32_t n_views)
{
  return VARIANT_OF_DEFAULT + n_views - 1;
}

Variant
variant_get(uint32_t index)
{
  return index < VARIANT_OF_DEFAULT
             ? defaults[index].variant
             : (Variant){index - VARIANT_OF_DEFAULT + 1, 2, false, ""};
}

void
variant_name(char name[VARIANT_NAME_SIZE], uint32_t index, const char* view)
{
  // No view's name has a hyphen
  snprintf(name, VARIANT_NAME_SIZE, "%s%s",
           index < VARIANT_OF_DEFAULT ? defaults[index].name : view,
           index >= VARIANT_OF_DEFAULT && is_used(view) ? "-view" : "");
}
