// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/watch/desk/front_page.h"

#include "tools/watch/config/secret_file.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static void
tell_page(void* data, const char* subject, const char* text)
{
  page_line((Page*)data, subject, text);
}

Page*
front_page_start(const WatchPlan* plan,
                 const View* view,
                 Log* log,
                 Error* error)
{
  char token[SECRET_FILE_MAX];
  Error reason = {""};
  if (plan->token_file && !secret_file_read(plan->token_file, token, &reason)) {
    error_set(error, "%s: %s", plan->token_file, reason.text);
    return NULL;
  }
  const PageSettings settings = {.view = view,
                                 .listen = plan->listen,
                                 .token = plan->token_file ? token : NULL,
                                 .public_url = plan->public_url,
                                 .metrics_tags = plan->metrics_tags,
                                 .clips = plan->clips.folder,
                                 .history = plan->history.path};
  Page* const page = page_start(&settings, error);
  if (page) {
    log->on_line = tell_page;
    log->data = page;
    log_add(log, "page", "%s", page_address(page));
  }
  return page;
}

static void
acknowledge(EventBook* book, const char* id, Log* log)
{
  Event* const event = event_book_find(book, id);
  if (event && !event->is_acknowledged) {
    event->is_acknowledged = true;
    event_book_tell(book, event, EVENT_CHANGED);
    log_add(log, event->station, "%s was acknowledged", event->rule);
  }
}

/// "silence at one", for people
static void
log_mute(Log* log, const Mute* mute, const char* what)
{
  log_add(log, mute->station[0] ? mute->station : "all stations",
          "%s is %s%s%s", mute->rule[0] ? mute->rule : "every rule", what,
          mute->who[0] ? " by " : "", mute->who);
}

void
front_page_obey(Page* page, Reporting* reporting, Log* log)
{
  PageWish wish;
  MuteTable* const mutes = reporting_mutes(reporting);
  while (page_take_wish(page, &wish)) {
    if (wish.kind == PAGE_WISH_ACKNOWLEDGE) {
      acknowledge(reporting_book(reporting), wish.event, log);
    } else if (wish.kind == PAGE_WISH_MUTE) {
      if (mute_table_add(mutes, &wish.mute)) {
        log_mute(log, &wish.mute, "muted");
      }
    } else if (mute_table_remove(mutes, wish.mute.station, wish.mute.rule)) {
      log_mute(log, &wish.mute, "muted no more");
    }
  }
}

#if SNAPSHOT_ACTION_SIZE < ACTION_NAME_SIZE
#error "Names of actions tell them apart"
#endif

static SnapshotAction*
find_action(SnapshotProcess* process, const char* name)
{
  uint32_t i = 0;
  while (i < process->n_actions &&
         strcmp(process->actions[i].name, name) != 0) {
    ++i;
  }
  if (i == SNAPSHOT_MAX_ACTIONS) {
    return NULL;
  }
  if (i == process->n_actions) {
    snprintf(process->actions[i].name, sizeof(process->actions[i].name), "%s",
             name);
    ++process->n_actions;
  }
  return &process->actions[i];
}

static void
count_failures(SnapshotProcess* process,
               const NoticePlan* plan,
               Announcer* announcer)
{
  const uint32_t n = plan->n_actions + (plan->heartbeat != NULL);
  for (uint32_t i = 0; announcer && i < n; ++i) {
    SnapshotAction* const action =
        find_action(process, dispatcher_action_name(plan, i));
    if (action) {
      action->n_failures +=
          dispatcher_counters(announcer_dispatcher(announcer), i).n_failures;
    }
  }
}

void
front_page_show(Page* page,
                const LiveTableRow* rows,
                uint32_t n,
                Reporting* reporting,
                const NoticePlan* plan,
                bool is_configuration_good)
{
  if (!page) {
    return;
  }
  SnapshotProcess process = {.is_configuration_good = is_configuration_good,
                             .history_bytes = (double)NAN};
  WatchHistory* const history = reporting_history(reporting);
  if (history) {
    const HistoryStatus* const status = watch_history_status(history);
    process.history_bytes = status->bytes;
    process.n_history_failures = status->n_failures;
  }
  count_failures(&process, plan, reporting_announcer(reporting));
  page_show(page, rows, n, reporting_mutes(reporting), &process);
}
