// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/audio/length.h"

#include "tools/audio/file_end.h"

#include <math.h>
#include <stdio.h>

// Encoders pad to whole frames, and state lengths with or without the padding
#define TOLERANCE 0.3         /* Seconds */
#define TOLERANCE_SHARE 0.001 /* Of the length */

Length
length_of(const Container* container)
{
  const unsigned index = (unsigned)container->stream->index;
  Length length = {.stated = 0.0};
  if (index < CONTAINER_MAX_STATED) {
    length.stated = container->stated[index];
  }
  if (length.stated <= 0.0) {
    length.stated = container->stated_whole;
    length.is_whole = true;
  }
  return length;
}

bool
length_needs_all(const Length* length, const Container* container)
{
  return length->is_whole && length->stated > 0.0 &&
         container->format->nb_streams > 1;
}

void
length_take(Length* length, const Container* container, const AVPacket* packet)
{
  if (length->is_whole && packet->pts != AV_NOPTS_VALUE) {
    const AVStream* const stream =
        container->format->streams[packet->stream_index];
    length->end = fmax(length->end, (double)(packet->pts + packet->duration) *
                                        av_q2d(stream->time_base));
  }
}

void
length_add_frame(Length* length, double time, double seconds)
{
  if (length->seconds <= 0.0) {
    length->begin = time;
  }
  length->seconds += seconds;
  length->next = time + seconds;
}

/// How much sound there is, lost frames and gaps among it
static double
reached(const Length* length, const Damage* damage)
{
  return length->is_whole ? fmax(length->end, length->next)
                          : fmax(length->seconds + damage->lost,
                                 length->next - length->begin);
}

/// Returns how much sound there should be, at least as much as there is
static double
wanted(const Length* length, const Damage* damage, double ratio)
{
  const double found = reached(length, damage);
  double stated = length->stated;
  if (ratio > 1.0 && isfinite(ratio)) {
    stated = fmax(stated, found * ratio);
  }
  return stated - found > TOLERANCE + TOLERANCE_SHARE * stated ? stated : found;
}

/// "the file breaks off", after as much as is known
static void
explain_cut(double found, double all, const Damage* damage, Error* error)
{
  char before[96] = "";
  if (damage->n_broken) {
    snprintf(before, sizeof(before), ", and %u frame%s broken before that",
             damage->n_broken, damage->n_broken > 1 ? "s are" : " is");
  }
  if (all > found) {
    error_set(error, "the file breaks off after %.1f of %.1f s%s", found, all,
              before);
  } else {
    error_set(error, "the file breaks off after %.1f s%s", found, before);
  }
}

void
length_explain(Length* length,
               const Container* container,
               Damage* damage,
               bool is_cut,
               Error* error)
{
  const double ratio = file_end_ratio(container);
  const double found = reached(length, damage);
  const double all = wanted(length, damage, ratio);
  const bool is_short = all > found;
  const bool has_times = container_has_times(container);
  const bool breaks_off = is_cut || isinf(ratio) || (is_short && has_times);
  if (!breaks_off && has_times && !container_is_broadcast(container)) {
    damage_end(damage); // Its last packets were whole, and still broken
  }
  if (damage->n_broken && !breaks_off) {
    // Without times, who knows where what is missing was
    const double sound = length->seconds + damage->lost;
    const double total = is_short ? fmax(all, sound) : sound;
    const double lost = total - length->seconds;
    error_set(error, "%u broken frame%s, %.*f s of %.1f s lost",
              damage->n_broken, damage->n_broken > 1 ? "s" : "",
              lost < 0.1 ? 2 : 1, lost, total);
  } else if (is_short || breaks_off) {
    explain_cut(found, all, damage, error);
  }
}
