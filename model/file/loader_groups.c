// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "model/file/fields.h"
#include "model/file/loader.h"
#include "model/symbol.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COLOUR_DIGITS 6u

/// For groups without a colour: those of Okabe and Ito, which people tell apart
/// whatever colours they see
static const uint32_t palette[] = {0x56B4E9, 0xE69F00, 0x009E73, 0xD55E00,
                                   0xCC79A7, 0xF0E442, 0x0072B2, 0x999999};

#define PALETTE_SIZE (sizeof(palette) / sizeof(palette[0]))

/// While a view's groups are read
typedef struct {
  Loader* loader;
  const View* view;
  Group* groups; ///< [n]
  uint32_t n;
} Reading;

/// The group of that name, or n
static uint32_t
find(const Reading* self, const char* name)
{
  uint32_t i = 0;
  while (i < self->n && strcmp(self->groups[i].name, name)) {
    ++i;
  }
  return i;
}

static bool
load_colour(Loader* loader, const json_t* json, const char* where, Group* group)
{
  if (!json_object_get(json, "colour")) {
    return true;
  }
  const char* const text =
      field_text(json, where, "colour", false, loader->error);
  if (!text) {
    return false;
  }
  if (text[0] != '#' ||
      strspn(text + 1, "0123456789abcdefABCDEF") != COLOUR_DIGITS ||
      strlen(text) != COLOUR_DIGITS + 1) {
    error_set(loader->error, "%s: colour is not #rrggbb", where);
    return false;
  }
  group->colour = (uint32_t)strtoul(text + 1, NULL, 16);
  return true;
}

static bool
load_choice(Loader* loader, const json_t* json, const char* where, Group* group)
{
  const json_t* const choice = json_object_get(json, "choice");
  if (choice && !json_is_boolean(choice)) {
    error_set(loader->error, "%s: choice is neither true nor false", where);
    return false;
  }
  group->is_choice = json_is_true(choice);
  return true;
}

/// Add a group that the file lists
static bool
add_listed(Reading* self, const json_t* json, const char* where)
{
  Loader* const loader = self->loader;
  const char* const name = field_text(json, where, "name", true, loader->error);
  if (!name) {
    return false;
  }
  if (find(self, name) < self->n) {
    error_set(loader->error, "%s: an earlier group has the same name", where);
    return false;
  }
  Group* const group = &self->groups[self->n];
  group->name = loader_string(loader, name);
  group->colour = palette[self->n % PALETTE_SIZE];
  group->number = NETWORK_MAX_GROUPS; // No tag has named it yet
  ++self->n;
  return group->name && load_colour(loader, json, where, group) &&
         load_choice(loader, json, where, group);
}

static bool
add_all_listed(Reading* self, const json_t* json, uint32_t v)
{
  char where[LOADER_WHERE];
  snprintf(where, sizeof(where), "views[%u]", v);
  if (!json_object_get(json, "groups")) {
    return true;
  }
  const json_t* const array = field_array(
      json, where, "groups", 0, NETWORK_MAX_GROUPS, self->loader->error);
  const size_t n = json_array_size(array);
  for (size_t i = 0; i < n; ++i) {
    snprintf(where, sizeof(where), "views[%u].groups[%u]", v, (unsigned)i);
    if (!add_listed(self, json_array_get(array, i), where)) {
      return false;
    }
  }
  return array;
}

/// Number the groups as the tags name them, adding those that are not listed;
/// what is one too many counts to the last named
static void
place_tags(Reading* self, Tag* tags)
{
  uint32_t n_named = 0;
  uint32_t last = 0;
  for (uint32_t t = 0; t < self->view->n_tags; ++t) {
    uint32_t at = find(self, tags[t].group);
    const bool is_named =
        at < self->n && self->groups[at].number < NETWORK_MAX_GROUPS;
    if (!is_named && n_named == NETWORK_MAX_GROUPS) {
      at = last;
    } else if (!is_named) {
      if (at == self->n) {
        self->groups[self->n++] = (Group){.name = tags[t].group,
                                          .colour = palette[at % PALETTE_SIZE]};
      }
      self->groups[at].number = n_named++;
      last = at;
    }
    tags[t].place = at;
  }
}

/// Leave out the groups that no tag is in
static void
drop_unnamed(Reading* self, Tag* tags)
{
  uint32_t places[2 * NETWORK_MAX_GROUPS] = {0};
  uint32_t n = 0;
  for (uint32_t i = 0; i < self->n; ++i) {
    places[i] = n;
    if (self->groups[i].number < NETWORK_MAX_GROUPS) {
      self->groups[n++] = self->groups[i];
    }
  }
  for (uint32_t t = 0; t < self->view->n_tags; ++t) {
    tags[t].place = places[tags[t].place];
  }
  self->n = n;
}

/// Has a tag, a scale or an earlier group that symbol?
static bool
is_taken(void* data, const char* symbol)
{
  const Reading* const self = (const Reading*)data;
  bool taken = false;
  for (uint32_t i = 0; i < self->view->n_tags; ++i) {
    taken = taken || !strcmp(self->view->tags[i].symbol, symbol);
  }
  for (uint32_t i = 0; i < self->view->n_scales; ++i) {
    taken = taken || !strcmp(self->view->scales[i].symbol, symbol);
  }
  for (uint32_t i = 0; i < self->n; ++i) {
    const Group* const group = &self->groups[i];
    taken = taken || (group->symbol && !strcmp(group->symbol, symbol)) ||
            (group->probability && !strcmp(group->probability, symbol));
  }
  return taken;
}

static const char*
make_symbol(Reading* self, const char* group, const char* suffix)
{
  char symbol[SYMBOL_SIZE];
  char name[NETWORK_MAX_TEXT + 32];
  snprintf(name, sizeof(name), "strongest %s%s", group, suffix);
  symbol_make(symbol, name, "", is_taken, self);
  return loader_string(self->loader, symbol);
}

bool
load_groups(
    Loader* loader, const json_t* json, uint32_t v, Tag* tags, View* view)
{
  Reading self = {.loader = loader, .view = view};
  // Those that are listed, and as many that are not
  self.groups =
      (Group*)loader_alloc(loader, 2 * NETWORK_MAX_GROUPS, sizeof(Group));
  if (!self.groups || !add_all_listed(&self, json, v)) {
    return false;
  }
  place_tags(&self, tags);
  drop_unnamed(&self, tags);
  for (uint32_t i = 0; i < self.n; ++i) {
    Group* const group = &self.groups[i];
    group->symbol = make_symbol(&self, group->name, "");
    group->probability = make_symbol(&self, group->name, " probability");
    if (!group->symbol || !group->probability) {
      return false;
    }
  }
  view->n_groups = self.n;
  view->groups = self.groups;
  return true;
}
