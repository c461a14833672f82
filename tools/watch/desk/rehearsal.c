// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/watch/desk/rehearsal.h"

#include "tools/watch/event/event_book.h"
#include "tools/watch/meter/listener.h"
#include "tools/watch/rules/alarm_panel.h"
#include "tools/watch/source/connection.h"

#include <math.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#define PATIENCE 15.0 /* Seconds, for a recording on a server */

/// "H:MM:SS.mmm" and its end
typedef struct {
  char text[32];
} ClockText;

/// A rehearsal at work
typedef struct {
  const Rehearsal* rehearsal;
  Listener* listener;
  AlarmPanel panel;
  EventBook* book;
  const Alarm* alarm; ///< What the book hears of
  double heard;       ///< Seconds
  double stamp;       ///< Of what the book hears of
} Stage;

static ClockText
format_time(double seconds)
{
  ClockText clock;
  const long milliseconds = lround(seconds * 1000.0);
  snprintf(clock.text, sizeof(clock.text), "%ld:%02ld:%02ld.%03ld",
           milliseconds / 3600000, milliseconds / 60000 % 60,
           milliseconds / 1000 % 60, milliseconds % 1000);
  return clock;
}

void
rehearsal_print_head(void)
{
  puts("time,station,rule,event,began,value,limit,unit,seconds");
}

/// What became of the event of the alarm that the book hears of
static void
print_event(void* data, const Event* event, EventChange change)
{
  const Stage* const stage = (const Stage*)data;
  const Alarm* const alarm = stage->alarm;
  const AlarmRule* const rule = alarm->rule;
  const bool is_over = change == EVENT_RESOLVED;
  const char* const word = is_over                    ? "cleared"
                           : change == EVENT_REPEATED ? "repeated"
                           : event->is_flapping       ? "flapping"
                                                      : "raised";
  printf("%s,%s,%s,%s,%s,%.4g,%.4g,%s,%g\n", format_time(stage->stamp).text,
         event->station, rule->name, word, format_time(alarm->begin).text,
         alarm->value, is_over ? rule->clear : rule->raise,
         measure_traits(rule->measure)->unit,
         is_over ? rule->clear_for : rule->raise_for);
}

static void
on_alarm(void* data, const Alarm* alarm, AlarmChange change, double stamp)
{
  Stage* const stage = (Stage*)data;
  stage->alarm = alarm;
  stage->stamp = stamp;
  event_book_change(stage->book, stage->rehearsal->plan->settings.name, alarm,
                    change, stamp);
}

static void
on_moment(void* data, const Reading* moment)
{
  Stage* const stage = (Stage*)data;
  alarm_panel_hear(&stage->panel, moment);
  stage->stamp = moment->end;
  for (uint32_t i = 0; i < stage->panel.n; ++i) {
    stage->alarm = &stage->panel.alarms[i];
    event_book_follow(stage->book, stage->rehearsal->plan->settings.name,
                      stage->alarm, moment->end);
  }
}

/// A recording has no hours
static double
no_hour(double stamp)
{
  (void)stamp;
  return 1.0;
}

static bool
hear(Stage* stage, Connection* connection, const Samples* samples, Error* error)
{
  PcmBlock* const block = pcm_block_new(samples);
  if (!block) {
    error_set(error, ERROR_NO_MEMORY);
    return false;
  }
  StreamTitle title;
  if (connection_title(connection, &title)) {
    block->title = (StreamTitle*)malloc(sizeof(title));
    if (block->title) {
      *block->title = title;
    }
  }
  block->begin = stage->heard;
  stage->heard += (double)samples->n / (double)samples->rate;
  block->end = stage->heard;
  const bool ok = listener_push(stage->listener, block, 0.0, error);
  pcm_block_free(block);
  return ok;
}

/// Hear all of it
static bool
play(Stage* stage, Error* error)
{
  const StationSettings* const station = &stage->rehearsal->plan->settings;
  const ConnectionSettings settings = {.address = station->address,
                                       .charset = station->charset,
                                       .track = station->track,
                                       .trusts_all = station->trusts_all,
                                       .patience = PATIENCE};
  atomic_bool stop = false;
  SourceReason reason = SOURCE_REASON_NONE;
  Connection* const connection = connection_open(&settings, &stop, &reason);
  bool ok = connection;
  Samples samples;
  while (ok && connection_read(connection, &samples, &reason)) {
    ok = hear(stage, connection, &samples, error);
  }
  if (reason != SOURCE_REASON_ENDED && !error->text[0]) {
    error_set(error, "%s", source_reason_text(reason));
  }
  if (ok) {
    listener_end(stage->listener);
  }
  connection_close(connection);
  return !error->text[0];
}

bool
rehearsal_run(const Rehearsal* rehearsal, Error* error)
{
  const StationPlan* const plan = rehearsal->plan;
  Stage stage = {.rehearsal = rehearsal};
  const ListenerSettings settings = {.network = rehearsal->network,
                                     .view = rehearsal->view,
                                     .memory = rehearsal->memory,
                                     .has_true_peak =
                                         plan->settings.has_true_peak,
                                     .has_returns = plan->settings.has_returns,
                                     .hour_of = no_hour,
                                     .on_moment = on_moment,
                                     .data = &stage};
  stage.listener = listener_new(&settings, error);
  bool ok = stage.listener;
  stage.book = event_book_new(print_event, &stage);
  if (ok && (!alarm_panel_init(&stage.panel, rehearsal->view, plan->rules,
                               plan->n_rules) ||
             !stage.book)) {
    error_set(error, ERROR_NO_MEMORY);
    ok = false;
  }
  stage.panel.on_change = on_alarm;
  stage.panel.data = &stage;
  ok = ok && play(&stage, error);
  alarm_panel_clear(&stage.panel);
  event_book_free(stage.book);
  listener_free(stage.listener);
  return ok;
}
