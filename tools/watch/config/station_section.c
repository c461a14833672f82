// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "tools/watch/config/station_section.h"

#include "tools/watch/config/quantity.h"
#include "tools/watch/config/secret_file.h"
#include "tools/watch/source/address.h"
#include "tools/watch/source/stream_title.h"

#include <stdlib.h>
#include <string.h>

#define MAX_TRACK 1000.0

/// A section being read
typedef struct {
  StationPlan* plan;
  Arena* arena;
  const char* user;
  const IniEntry* password_file;
} Section;

void
station_section_check_name(const IniSection* section, Complaints* complaints)
{
  const size_t length = strlen(section->name);
  if (!length || length > ADDRESS_MAX_NAME ||
      strspn(section->name, ADDRESS_NAME_CHARACTERS) != length) {
    complaints_add(complaints, section->line,
                   "a name has 1 to %u letters, digits, '.', '_' and '-'",
                   ADDRESS_MAX_NAME);
  }
}

static bool
set_url(Section* section, const char* value, Error* error)
{
  char* const address = address_escape(value);
  section->plan->settings.address =
      address ? arena_string(section->arena, address) : NULL;
  free(address);
  if (!*value || !strcmp(value, "-")) {
    error_set(error, "it is a URL or a path");
    return false;
  }
  return true;
}

static bool
set_profile(Section* section, const char* value, Error* error)
{
  section->plan->profile = profile_find(value);
  if (section->plan->profile == PROFILE_N) {
    error_set(error, "there are the profiles music, talk, classical and none");
    section->plan->profile = PROFILE_MUSIC;
    return false;
  }
  return true;
}

static bool
set_charset(Section* section, const char* value, Error* error)
{
  section->plan->settings.charset = value;
  if (!stream_title_knows(value)) {
    error_set(error, "'%.60s' is no character set that can be read", value);
    return false;
  }
  return true;
}

static bool
set_stream(Section* section, const char* value, Error* error)
{
  double number = 0.0;
  const bool ok = quantity_number(value, "", 1.0, MAX_TRACK, &number, error);
  section->plan->settings.track = (uint32_t)number;
  return ok;
}

static bool
set_true_peak(Section* section, const char* value, Error* error)
{
  return quantity_flag(value, &section->plan->settings.has_true_peak, error);
}

static bool
set_loop(Section* section, const char* value, Error* error)
{
  return quantity_flag(value, &section->plan->settings.loops, error);
}

static bool
set_tls_verify(Section* section, const char* value, Error* error)
{
  bool verifies = true;
  const bool ok = quantity_flag(value, &verifies, error);
  section->plan->settings.trusts_all = !verifies;
  return ok;
}

static bool
set_user(Section* section, const char* value, Error* error)
{
  (void)error;
  section->user = value;
  return true;
}

static const struct {
  const char* key;
  bool (*set)(Section* section, const char* value, Error* error);
} keys[] = {
    {"url", set_url},
    {"profile", set_profile},
    {"charset", set_charset},
    {"stream", set_stream},
    {"true-peak", set_true_peak},
    {"loop", set_loop},
    {"tls-verify", set_tls_verify},
    {"user", set_user},
};

static void
read_entry(Section* section, const IniEntry* entry, Complaints* complaints)
{
  if (!strcmp(entry->key, "password-file")) {
    section->password_file = entry;
    return;
  }
  for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); ++i) {
    if (!strcmp(entry->key, keys[i].key)) {
      Error error = {""};
      if (!keys[i].set(section, entry->value, &error)) {
        complaints_add(complaints, entry->line, "%s: %s", entry->key,
                       error.text);
      }
      return;
    }
  }
  complaints_add(complaints, entry->line, "a station has no '%s'", entry->key);
}

/// Put the first line of the file into the address
static void
add_password(Section* section, Complaints* complaints)
{
  char password[SECRET_FILE_MAX] = "";
  Error error = {""};
  StationSettings* const settings = &section->plan->settings;
  if (!secret_file_read(section->password_file->value, password, &error)) {
    complaints_add(complaints, section->password_file->line,
                   "password-file: %s", error.text);
  }
  char* const address =
      address_with_password(settings->address, section->user, password);
  if (address) {
    settings->address = arena_string(section->arena, address);
  } else {
    complaints_add(complaints, section->password_file->line,
                   "a password is for URLs");
  }
  free(address);
}

void
station_section_read(const IniSection* section,
                     StationPlan* plan,
                     Arena* arena,
                     Complaints* complaints)
{
  Section self = {.plan = plan, .arena = arena};
  *plan = (StationPlan){
      .settings = {.name = section->name, .charset = STREAM_TITLE_CHARSET}};
  station_section_check_name(section, complaints);
  for (uint32_t i = 0; i < section->n_entries; ++i) {
    read_entry(&self, &section->entries[i], complaints);
  }
  if (!plan->settings.address) {
    complaints_add(complaints, section->line, "the station '%s' has no url",
                   section->name);
  } else if (self.password_file) {
    add_password(&self, complaints);
  }
}
