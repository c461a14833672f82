// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/commands/watch_actions.h"

#include "tools/options/message.h"
#include "tools/watch/config/action_section.h"
#include "tools/watch/config/watch_section.h"
#include "tools/watch/desk/test_action.h"
#include "tools/watch/source/address.h"

#include <string.h>

#define PER_MINUTE 10u
#define SECONDS 30.0 /* That an action may take */
#define HEARTBEAT 60.0

/// Put an action where the configuration has one of its kind, or behind them
static void
put(NoticePlan* plan, const Action* action)
{
  uint32_t i = 0;
  while (i < plan->n_actions &&
         (plan->actions[i].rule || plan->actions[i].kind != action->kind)) {
    ++i;
  }
  plan->actions[i] = *action;
  plan->n_actions += i == plan->n_actions;
}

bool
watch_actions_hide(WatchOptions* options, Arena* arena)
{
  const char** const texts[] = {&options->run, &options->post,
                                &options->alertmanager, &options->heartbeat};
  for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); ++i) {
    if (*texts[i]) {
      char* const argument = (char*)(uintptr_t)*texts[i];
      *texts[i] = arena_string(arena, argument);
      address_blot(argument);
      if (!*texts[i]) {
        return false;
      }
    }
  }
  return true;
}

/// Take an option into a section
static void
take(IniSection* section, const char* key, const char* text)
{
  if (text) {
    section->entries[section->n_entries++] =
        (IniEntry){.key = key, .value = text};
  }
}

/// Options are a section [watch] that counts more than that of a file
static bool
add_options(const WatchOptions* options, NoticePlan* plan, Arena* arena)
{
  Complaints complaints = {.path = WATCH_COMMAND};
  IniEntry entries[4];
  IniSection section = {.kind = "watch", .name = "", .entries = entries};
  const uint32_t n_before = plan->n_actions;
  Action* const more = (Action*)arena_alloc(
      arena, n_before + 2u * ACTION_SECTION_MOST, sizeof(Action));
  if (!more) {
    message_failure(WATCH_COMMAND, ERROR_NO_MEMORY);
    return false;
  }
  take(&section, "run", options->run);
  take(&section, "post", options->post);
  take(&section, "alertmanager", options->alertmanager);
  take(&section, "heartbeat", options->heartbeat);
  if (n_before) {
    memcpy(more, plan->actions, n_before * sizeof(Action));
  }
  plan->actions = more;
  Action own[ACTION_SECTION_MOST];
  uint32_t n = 0;
  WatchPlan watch = {.interval = 0.0};
  action_section_read(&section, own, &n, arena, &complaints);
  watch_section_read(&section, &watch, arena, &complaints);
  for (uint32_t i = 0; i < n; ++i) {
    put(plan, &own[i]);
  }
  if (watch.notices.heartbeat) {
    plan->heartbeat = watch.notices.heartbeat;
  }
  complaints_print(&complaints, stderr);
  const bool ok = !complaints.n;
  complaints_clear(&complaints);
  return ok;
}

bool
watch_actions_plan(const WatchOptions* options, NoticePlan* plan, Arena* arena)
{
  plan->per_minute = plan->per_minute ? plan->per_minute : PER_MINUTE;
  plan->seconds = plan->seconds > 0.0 ? plan->seconds : SECONDS;
  plan->heartbeat_every =
      plan->heartbeat_every > 0.0 ? plan->heartbeat_every : HEARTBEAT;
  return add_options(options, plan, arena);
}

ExitStatus
watch_actions_test(const NoticePlan* plan,
                   const StationPlan* stations,
                   uint32_t n,
                   const char* rule)
{
  for (uint32_t i = 0; i < n; ++i) {
    for (uint32_t k = 0; k < stations[i].n_rules; ++k) {
      if (!strcmp(stations[i].rules[k].name, rule)) {
        Error error = {""};
        const bool ok = test_action_run(plan, stations[i].settings.name,
                                        &stations[i].rules[k], &error);
        if (error.text[0]) {
          message_failure(WATCH_COMMAND, error.text);
        }
        return ok ? STATUS_OK : STATUS_FAILED;
      }
    }
  }
  return command_line_refuse(WATCH_COMMAND, "no station has the rule '%s'",
                             rule);
}
