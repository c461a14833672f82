// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/watch/config/watch_section.h"

#include "tools/watch/config/quantity.h"

#include <string.h>

#define MIN_INTERVAL 1.0
#define MAX_INTERVAL 60.0

/// A section being read
typedef struct {
  WatchPlan* plan;
  Arena* arena;
} Section;

static bool
set_interval(Section* section, const char* value, Error* error)
{
  double* const seconds = &section->plan->interval;
  if (!quantity_seconds(value, seconds, error)) {
    return false;
  }
  if (*seconds < MIN_INTERVAL || *seconds > MAX_INTERVAL) {
    error_set(error, "it is 1 s to 60 s");
    return false;
  }
  return true;
}

static const struct {
  const char* key;
  bool (*set)(Section* section, const char* value, Error* error);
} keys[] = {
    {"interval", set_interval},
};

static void
read_entry(Section* section, const IniEntry* entry, Complaints* complaints)
{
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
  complaints_add(complaints, entry->line, "[watch] has no '%s'", entry->key);
}

/// FNV-1a
static uint64_t
digest_text(uint64_t digest, const char* text)
{
  do {
    digest = (digest ^ (unsigned char)*text) * 1099511628211u;
  } while (*text++);
  return digest;
}

void
watch_section_read(const IniSection* section,
                   WatchPlan* plan,
                   Arena* arena,
                   Complaints* complaints)
{
  Section self = {.plan = plan, .arena = arena};
  if (*section->name) {
    complaints_add(complaints, section->line, "[watch] has no name");
  }
  for (uint32_t i = 0; i < section->n_entries; ++i) {
    const IniEntry* const entry = &section->entries[i];
    read_entry(&self, entry, complaints);
    plan->digest = digest_text(plan->digest, entry->key);
    plan->digest = digest_text(plan->digest, entry->value);
  }
}
