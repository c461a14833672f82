// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/watch/config/mute_section.h"

#include "tools/watch/config/station_section.h"

#include <string.h>

static bool
read_entry(const IniEntry* entry, WeeklyMute* mute, Error* error)
{
  if (!strcmp(entry->key, "stations")) {
    mute->stations = entry->value;
    return true;
  }
  if (!strcmp(entry->key, "rules")) {
    mute->rules = entry->value;
    return true;
  }
  if (!strcmp(entry->key, "weekly")) {
    return weekly_window_read(&mute->window, entry->value, error);
  }
  if (!strcmp(entry->key, "timezone")) {
    return weekly_window_set_zone(&mute->window, entry->value, error);
  }
  error_set(error, "a mute has no such key");
  return false;
}

void
mute_section_read(const IniSection* section,
                  WeeklyMute* mute,
                  Complaints* complaints)
{
  *mute = (WeeklyMute){.name = section->name, .line = section->line};
  station_section_check_name(section, complaints);
  for (uint32_t i = 0; i < section->n_entries; ++i) {
    const IniEntry* const entry = &section->entries[i];
    Error error = {""};
    if (!read_entry(entry, mute, &error)) {
      complaints_add(complaints, entry->line, "%s: %s", entry->key, error.text);
    }
  }
  if (!ini_section_find(section, "weekly")) {
    complaints_add(complaints, section->line,
                   "the mute '%s' has no weekly times", section->name);
  }
}
