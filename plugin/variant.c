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
} defaults[] = {
    {"stereo", {0, 2, false, ""}},
    {"mono", {0, 1, false, " Mono"}},
    {"stereo-cv", {0, 2, true, " CV"}},
    {"mono-cv", {0, 1, true, " Mono CV"}},
};

#define N_DEFAULTS (sizeof(defaults) / sizeof(defaults[0]))

/// What else is called so in a bundle: its manifest, the window, the project
static const char* const others[] = {"manifest", "ui", "project"};

static bool
is_used(const char* name)
{
  bool used = false;
  for (size_t i = 0; i < N_DEFAULTS; ++i) {
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
  return (uint32_t)N_DEFAULTS + n_views - 1;
}

Variant
variant_get(uint32_t index)
{
  return index < N_DEFAULTS
             ? defaults[index].variant
             : (Variant){index - (uint32_t)N_DEFAULTS + 1, 2, false, ""};
}

void
variant_name(char name[VARIANT_NAME_SIZE], uint32_t index, const char* view)
{
  // No view's name has a hyphen
  snprintf(name, VARIANT_NAME_SIZE, "%s%s",
           index < N_DEFAULTS ? defaults[index].name : view,
           index >= N_DEFAULTS && is_used(view) ? "-view" : "");
}
