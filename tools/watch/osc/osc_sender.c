// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/watch/osc/osc_sender.h"

#include "tools/watch/osc/osc_target.h"

#include <stdlib.h>

#ifdef EARMARK_HAVE_LO
#include <lo/lo.h>
#include <math.h>
#include <stdio.h>

#define MAX_PATH 512
#define MAX_BUNDLE 1400u /* Bytes, that fit in a packet of a network */

struct OscSender {
  const View* view;
  lo_address address;
  lo_bundle bundle; ///< That is being filled, or NULL
};

OscSender*
osc_sender_new(const char* target, const View* view, Error* error)
{
  OscTarget to;
  if (!osc_target_read(target, &to, error)) {
    return NULL;
  }
  OscSender* const sender = (OscSender*)calloc(1, sizeof(OscSender));
  if (sender) {
    *sender =
        (OscSender){.view = view, .address = lo_address_new(to.host, to.port)};
  }
  if (!sender || !sender->address) {
    error_set(error, ERROR_NO_MEMORY);
    osc_sender_free(sender);
    return NULL;
  }
  // The first message finds the host, which may take long, but once
  if (lo_send(sender->address, "/earmark", "s", EARMARK_VERSION) < 0) {
    error_set(error, "osc: %s: %s", to.host,
              lo_address_errstr(sender->address));
    osc_sender_free(sender);
    return NULL;
  }
  return sender;
}

void
osc_sender_free(OscSender* sender)
{
  if (sender) {
    if (sender->address) {
      lo_address_free(sender->address);
    }
    free(sender);
  }
}

static void
flush(OscSender* sender)
{
  if (sender->bundle) {
    lo_send_bundle(sender->address, sender->bundle);
    lo_bundle_free_recursive(sender->bundle);
    sender->bundle = NULL;
  }
}

/// Send a message, with others that come soon; it is the sender's from then on
static void
add(OscSender* sender, const char* path, lo_message message)
{
  if (sender->bundle &&
      lo_bundle_length(sender->bundle) + lo_message_length(message, path) >
          MAX_BUNDLE) {
    flush(sender);
  }
  if (!sender->bundle) {
    sender->bundle = lo_bundle_new(LO_TT_IMMEDIATE);
  }
  if (!sender->bundle || lo_bundle_add_message(sender->bundle, path, message)) {
    lo_message_free(message);
  }
}

/// /earmark/STATION/GROUP/NAME VALUE
static void
add_number(OscSender* sender,
           const char* station,
           const char* group,
           const char* name,
           double value)
{
  char path[MAX_PATH];
  lo_message message = isfinite(value) ? lo_message_new() : NULL;
  if (message) {
    snprintf(path, sizeof(path), "/earmark/%s/%s/%s", station, group, name);
    lo_message_add_float(message, (float)value);
    add(sender, path, message);
  }
}

static void
add_moment(OscSender* sender, const char* station, const Reading* moment)
{
  const View* const view = sender->view;
  const SignalLevel* const level = &moment->level;
  for (uint32_t i = 0; i < view->n_tags; ++i) {
    add_number(sender, station, "tag", view->tags[i].symbol,
               (double)moment->tags[i]);
  }
  for (uint32_t i = 0; i < view->n_scales; ++i) {
    add_number(sender, station, "scale", view->scales[i].symbol,
               (double)moment->tags[view->n_tags + i]);
  }
  add_number(sender, station, "lufs", "momentary", moment->momentary_max);
  add_number(sender, station, "lufs", "short_term",
             moment->loudness.short_term);
  add_number(sender, station, "dbfs", "left", signal_level_rms_left(level));
  add_number(sender, station, "dbfs", "right", signal_level_rms_right(level));
}

void
osc_sender_station(OscSender* sender,
                   const char* station,
                   SourceState state,
                   const Reading* moment)
{
  char path[MAX_PATH];
  lo_message message = lo_message_new();
  if (message) {
    snprintf(path, sizeof(path), "/earmark/%s/state", station);
    lo_message_add_string(message, source_state_name(state));
    add(sender, path, message);
  }
  if (moment) {
    add_moment(sender, station, moment);
  }
  flush(sender);
}

void
osc_sender_event(OscSender* sender, const Event* event)
{
  char path[MAX_PATH];
  lo_message message = lo_message_new();
  if (message) {
    snprintf(path, sizeof(path), "/earmark/%s/event/%s",
             *event->station ? event->station : "-", event->rule);
    lo_message_add_int32(message, event_is_firing(event));
    lo_message_add_string(message, event->id);
    add(sender, path, message);
    flush(sender);
  }
}

#else

OscSender*
osc_sender_new(const char* target, const View* view, Error* error)
{
  (void)target;
  (void)view;
  error_set(error, "osc: this was built without liblo");
  return NULL;
}

void
osc_sender_free(OscSender* sender)
{
  free(sender);
}

void
osc_sender_station(OscSender* sender,
                   const char* station,
                   SourceState state,
                   const Reading* moment)
{
  (void)sender;
  (void)station;
  (void)state;
  (void)moment;
}

void
osc_sender_event(OscSender* sender, const Event* event)
{
  (void)sender;
  (void)event;
}
#endif
