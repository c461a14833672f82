// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "tools/watch/config/watch_section.h"

#include "tools/watch/config/action_section.h"
#include "tools/watch/config/quantity.h"
#include "tools/watch/config/secret_file.h"
#include "tools/watch/osc/osc_target.h"
#include "tools/watch/page/page_access.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#define MIN_INTERVAL 1.0
#define MAX_INTERVAL 60.0
#define MIN_AGE 60.0     /* Seconds that clips are kept */
#define MIN_HISTORY 10e6 /* Bytes */

/// A section being read
typedef struct {
  WatchPlan* plan;
  Arena* arena;
} Section;

static bool
set_interval(Section* section, const char* value, Error* error)
{
  return quantity_span(value, MIN_INTERVAL, MAX_INTERVAL,
                       &section->plan->interval, error);
}

static bool
set_history(Section* section, const char* value, Error* error)
{
  section->plan->history.path = value;
  if (!*value) {
    error_set(error, "it is the path of a file");
  }
  return *value;
}

static bool
set_history_intervals(Section* section, const char* value, Error* error)
{
  return quantity_span(value, 3600.0, QUANTITY_MAX_SECONDS,
                       &section->plan->history.interval_age, error);
}

static bool
set_history_minutes(Section* section, const char* value, Error* error)
{
  return quantity_span(value, 86400.0, QUANTITY_MAX_SECONDS,
                       &section->plan->history.minute_age, error);
}

static bool
set_history_size(Section* section, const char* value, Error* error)
{
  double* const bytes = &section->plan->history.size;
  if (!quantity_bytes(value, bytes, error)) {
    return false;
  }
  if (*bytes < MIN_HISTORY) {
    error_set(error, "it is 10 MB or more");
    return false;
  }
  return true;
}

static bool
set_per_minute(Section* section, const char* value, Error* error)
{
  double number = 0.0;
  const bool ok =
      quantity_number(value, "", 1.0, ACTION_MOST_PER_MINUTE, &number, error);
  section->plan->notices.per_minute = (uint32_t)number;
  return ok;
}

static bool
set_notice_timeout(Section* section, const char* value, Error* error)
{
  return quantity_span(value, 1.0, 600.0, &section->plan->notices.seconds,
                       error);
}

static bool
set_heartbeat(Section* section, const char* value, Error* error)
{
  section->plan->notices.heartbeat =
      action_section_url(value, section->arena, error);
  return section->plan->notices.heartbeat;
}

static bool
set_heartbeat_every(Section* section, const char* value, Error* error)
{
  return quantity_span(value, 5.0, 86400.0,
                       &section->plan->notices.heartbeat_every, error);
}

static bool
set_ca_file(Section* section, const char* value, Error* error)
{
  section->plan->notices.ca_file = value;
  if (access(value, R_OK)) {
    error_set(error, "%s", strerror(errno));
    return false;
  }
  return true;
}

static bool
set_clips(Section* section, const char* value, Error* error)
{
  section->plan->clips.folder = value;
  if (!*value) {
    error_set(error, "it is a folder");
  }
  return *value;
}

static bool
set_clip_seconds(const char* value, double* seconds, Error* error)
{
  return quantity_span(value, 1.0, CLIPS_MOST_SECONDS, seconds, error);
}

static bool
set_clip_before(Section* section, const char* value, Error* error)
{
  return set_clip_seconds(value, &section->plan->clips.before, error);
}

static bool
set_clip_after(Section* section, const char* value, Error* error)
{
  return set_clip_seconds(value, &section->plan->clips.after, error);
}

static bool
set_clips_age(Section* section, const char* value, Error* error)
{
  return quantity_span(value, MIN_AGE, QUANTITY_MAX_SECONDS,
                       &section->plan->clips.most_age, error);
}

static bool
set_clips_size(Section* section, const char* value, Error* error)
{
  return quantity_bytes(value, &section->plan->clips.most_bytes, error);
}

static bool
set_listen(Section* section, const char* value, Error* error)
{
  section->plan->listen = value;
  return listen_address_check(value, error);
}

static bool
set_token_file(Section* section, const char* value, Error* error)
{
  char token[SECRET_FILE_MAX];
  PageAccess access = {.token = ""};
  section->plan->token_file = value;
  return secret_file_read(value, token, error) &&
         page_access_set_token(&access, token, error);
}

static bool
set_public_url(Section* section, const char* value, Error* error)
{
  PublicUrl url;
  section->plan->public_url = value;
  return public_url_read(value, &url, error);
}

static bool
set_metrics_tags(Section* section, const char* value, Error* error)
{
  (void)error; // It takes the network to know them
  section->plan->metrics_tags = value;
  return true;
}

static bool
set_osc(Section* section, const char* value, Error* error)
{
  OscTarget target;
  section->plan->osc = value;
  return osc_target_read(value, &target, error);
}

static const struct {
  const char* key;
  bool (*set)(Section* section, const char* value, Error* error);
} keys[] = {
    {"interval", set_interval},
    {"history", set_history},
    {"history-intervals", set_history_intervals},
    {"history-minutes", set_history_minutes},
    {"history-size", set_history_size},
    {"listen", set_listen},
    {"token-file", set_token_file},
    {"public-url", set_public_url},
    {"metrics-tags", set_metrics_tags},
    {"notices-per-minute", set_per_minute},
    {"notice-timeout", set_notice_timeout},
    {"heartbeat", set_heartbeat},
    {"heartbeat-every", set_heartbeat_every},
    {"ca-file", set_ca_file},
    {"clips", set_clips},
    {"clip-before", set_clip_before},
    {"clip-after", set_clip_after},
    {"clips-age", set_clips_age},
    {"clips-size", set_clips_size},
    {"osc", set_osc},
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
  if (!action_section_knows(entry->key, false)) {
    complaints_add(complaints, entry->line, "[watch] has no '%s'", entry->key);
  }
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
watch_section_add_rule(WatchPlan* plan, const IniSection* rule)
{
  for (uint32_t i = 0; i < rule->n_entries; ++i) {
    const IniEntry* const entry = &rule->entries[i];
    if (action_section_knows(entry->key, true)) {
      plan->digest = digest_text(plan->digest, rule->name);
      plan->digest = digest_text(plan->digest, entry->key);
      plan->digest = digest_text(plan->digest, entry->value);
    }
  }
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
