// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "base/arena.h"
#include "tools/commands/commands.h"
#include "tools/commands/watch_actions.h"
#include "tools/commands/watch_options.h"
#include "tools/options/message.h"
#include "tools/watch/config/configuration.h"
#include "tools/watch/config/source_argument.h"
#include "tools/watch/desk/desk.h"
#include "tools/watch/desk/rehearsal.h"
#include "tools/watch/source/address.h"
#include "tools/watch/source/libav_log.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define COMMAND WATCH_COMMAND
#define DEFAULT_INTERVAL 5.0

/// What is to be watched, in the command's arena
typedef struct {
  const WatchOptions* options;
  Arena* arena;
  Configuration configuration;
  uint32_t n_sources;
  StationPlan* sources; ///< [n_sources] of the command line
} Watching;

/// Add a number to a name that is there already
static bool
make_unique(Watching* self, uint32_t n)
{
  StationSettings* const settings = &self->sources[n].settings;
  char name[ADDRESS_MAX_NAME + 16];
  uint32_t number = 1;
  snprintf(name, sizeof(name), "%s", settings->name);
  for (uint32_t i = 0; i < n; ++i) {
    if (!strcmp(self->sources[i].settings.name, name)) {
      snprintf(name, sizeof(name), "%s-%u", settings->name, ++number);
      i = UINT32_MAX; // From the first again
    }
  }
  settings->name = arena_string(self->arena, name);
  return settings->name;
}

/// Secrets in the arguments are hidden from those who list processes
static bool
read_sources(Watching* self, const Arguments* arguments)
{
  self->sources = (StationPlan*)arena_alloc(self->arena, arguments->n + 1u,
                                            sizeof(StationPlan));
  bool ok = self->sources;
  for (uint32_t i = 0; ok && i < arguments->n; ++i) {
    ok = source_argument_read(arguments->texts[i], &self->sources[i].settings,
                              self->arena) &&
         make_unique(self, i);
    self->sources[i].settings.has_true_peak = self->options->has_true_peak;
    self->sources[i].settings.loops = self->options->loops;
    address_blot(arguments->texts[i]);
    self->n_sources += ok;
  }
  return ok;
}

/// Rules of sources of the command line: of the station of that name in the
/// configuration, or those for all stations
static bool
plan_sources(Watching* self)
{
  const Configuration* const configuration = &self->configuration;
  bool ok = true;
  for (uint32_t i = 0; ok && i < self->n_sources; ++i) {
    StationPlan* const plan = &self->sources[i];
    for (uint32_t k = 0; k < configuration->n_stations; ++k) {
      const StationPlan* const other = &configuration->stations[k];
      if (!strcmp(other->settings.name, plan->settings.name)) {
        plan->profile = other->profile;
        plan->settings.has_true_peak |= other->settings.has_true_peak;
      }
    }
    ok = configuration_plan_rules(configuration, plan,
                                  self->options->network.view, self->arena);
  }
  return ok;
}

static ExitStatus
try_recordings(const Watching* self)
{
  ExitStatus status = STATUS_OK;
  rehearsal_print_head();
  for (uint32_t i = 0; i < self->n_sources; ++i) {
    Error error = {""};
    const Rehearsal rehearsal = {
        &self->sources[i], self->options->network.network,
        self->options->network.view, self->options->network.memory};
    if (!rehearsal_run(&rehearsal, &error)) {
      message_failure(self->sources[i].settings.name, error.text);
      status = STATUS_FAILED;
    }
  }
  return status;
}

/// Options count more than the configuration
static WatchPlan
plan_watch(const Watching* self)
{
  const WatchPlan* const options = &self->options->plan;
  WatchPlan plan = self->configuration.watch;
  if (options->interval > 0.0) {
    plan.interval = options->interval;
  } else if (!(plan.interval > 0.0)) {
    plan.interval = DEFAULT_INTERVAL;
  }
  plan.clips.folder =
      options->clips.folder ? options->clips.folder : plan.clips.folder;
  if (options->history.path) {
    plan.history.path = options->history.path;
  }
  plan.listen = options->listen ? options->listen : plan.listen;
  plan.token_file = options->token_file ? options->token_file : plan.token_file;
  plan.public_url = options->public_url ? options->public_url : plan.public_url;
  plan.metrics_tags =
      options->metrics_tags ? options->metrics_tags : plan.metrics_tags;
  plan.notices.public_url = plan.public_url;
  plan.notices.has_clips = plan.clips.folder && plan.listen;
  plan.osc = options->osc ? options->osc : plan.osc;
  return plan;
}

static ExitStatus
watch(const Watching* self)
{
  const WatchOptions* const options = self->options;
  Error error = {""};
  const bool is_configured = options->config;
  const WatchPlan plan = plan_watch(self);
  const DeskSettings settings = {
      .config = options->config,
      .watch = plan,
      .stations = is_configured ? self->configuration.stations : self->sources,
      .n_stations =
          is_configured ? self->configuration.n_stations : self->n_sources,
      .mutes = self->configuration.mutes,
      .n_mutes = self->configuration.n_mutes,
      .network = options->network.network,
      .view = options->network.view,
      .memory = options->network.memory,
      .is_table = !options->is_json && isatty(STDOUT_FILENO),
      .has_all_tags = options->has_all_tags};
  const bool ok = desk_run(&settings, &error);
  if (error.text[0]) {
    message_failure(COMMAND, error.text);
  }
  return ok ? STATUS_OK : STATUS_FAILED;
}

/// With the network, as rules are about its tags
static ExitStatus
run(Watching* self)
{
  const WatchOptions* const options = self->options;
  const char* const path = options->check ? options->check : options->config;
  Complaints complaints = {.path = path};
  bool is_good =
      !path || configuration_read(&self->configuration, options->network.view,
                                  self->arena, &complaints);
  is_good = is_good &&
            (!options->config ||
             configuration_has_stations(&self->configuration, &complaints));
  complaints_print(&complaints, stderr);
  complaints_clear(&complaints);
  if (!is_good) {
    return STATUS_USAGE;
  }
  if (!watch_actions_plan(options, &self->configuration.watch.notices,
                          self->arena)) {
    return STATUS_USAGE;
  }
  if (options->checks_config) {
    printf("%s: %u stations, %u rules\n", path, self->configuration.n_stations,
           self->configuration.n_rules);
    return STATUS_OK;
  }
  if (!plan_sources(self)) {
    message_failure(COMMAND, ERROR_NO_MEMORY);
    return STATUS_FAILED;
  }
  if (options->test_action) {
    return watch_actions_test(
        &self->configuration.watch.notices,
        options->config ? self->configuration.stations : self->sources,
        options->config ? self->configuration.n_stations : self->n_sources,
        options->test_action);
  }
  return options->check ? try_recordings(self) : watch(self);
}

ExitStatus
watch_main(int argc, char** argv)
{
  WatchOptions options = {.config = NULL};
  Arguments arguments = {0};
  ExitStatus status = STATUS_OK;
  if (!watch_options_parse(&options, argc, argv, &arguments, &status)) {
    return status;
  }
  libav_log_mask();
  Watching watching = {.options = &options, .arena = arena_new()};
  if (!watching.arena || !read_sources(&watching, &arguments) ||
      !watch_actions_hide(&options, watching.arena)) {
    message_failure(COMMAND, ERROR_NO_MEMORY);
    status = STATUS_FAILED;
  } else if (!network_options_load(&options.network, COMMAND)) {
    status = STATUS_USAGE;
  } else {
    status = run(&watching);
    network_options_release(&options.network);
  }
  arena_free(watching.arena);
  return status;
}
