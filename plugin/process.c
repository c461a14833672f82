// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "plugin/process.h"

#include "base/denormals.h"
#include "engine/summary.h"
#include "model/view.h"

#include <math.h>

/// Feed a slice to the engine, and its newest update to the outputs
static void
analyse(Process* process, uint32_t offset, uint32_t n)
{
  const Ports* const ports = &process->ports;
  const float* channels[PORTS_MAX_CHANNELS] = {NULL, NULL};
  for (uint32_t c = 0; c < ports->layout.n_channels; ++c) {
    channels[c] = ports->in[c] ? ports->in[c] + offset : NULL;
  }
  worker_feed(process->worker, channels, ports->layout.n_channels, n,
              ports_get(ports, PORT_FREEWHEELING) > 0.0f);

  bool is_new = false;
  const float* const probabilities = tagger_read(process->tagger, &is_new);
  if (is_new) {
    const View* const view = process->view;
    float* const target = outputs_target(process->outputs);
    view_merge(view, probabilities, target);
    view_scales(view, probabilities, target + view->n_tags);
  }
}

/// Instead of that: the tags go to 0, and the audio so far is forgotten
static void
bypass(Process* process)
{
  process->is_reset = process->is_reset || worker_forget(process->worker);
  outputs_rest(process->outputs);
}

/// The block's audio to tags, MIDI and CV
static void
process_slices(Process* process, uint32_t n_frames)
{
  const Ports* const ports = &process->ports;
  const float smoothing = ports_get(ports, PORT_SMOOTHING);
  const float hysteresis =
      fmaxf(ports_get(ports, PORT_HYSTERESIS), SUMMARY_HYSTERESIS);
  const bool enabled = ports_get(ports, PORT_ENABLED) > 0.0f;
  Mappings mappings;
  mappings_read(&mappings, &process->ports);
  tagger_set_memory(process->tagger, ports_get(ports, PORT_MEMORY));

  for (uint32_t i = 0; i < n_frames; i += process->slice) {
    const uint32_t n =
        n_frames - i < process->slice ? n_frames - i : process->slice;
    if (enabled) {
      process->is_reset = false;
      analyse(process, i, n);
    } else {
      bypass(process);
    }
    // Now, as a CV output may have the buffer of an audio input
    ports_pass_audio(ports, i, i + n);
    outputs_advance(process->outputs, n, smoothing);
    sources_update(process->sources, outputs_values(process->outputs),
                   hysteresis);
    automation_run(process->automation, &mappings.io,
                   sources_values(process->sources), i, n);
  }
}

/// To the control outputs
static void
write_tags(const Process* process)
{
  const Ports* const ports = &process->ports;
  const float* const values = outputs_values(process->outputs);
  const uint32_t top =
      outputs_top(process->outputs, ports_get(ports, PORT_THRESHOLD),
                  ports_get(ports, PORT_HYSTERESIS));
  ports_set(ports, PORT_TOP_TAG, (float)top);
  ports_set(ports, PORT_TOP_PROBABILITY, top ? values[top - 1] : 0.0f);
  for (uint32_t i = 0; i < ports->layout.n_tags; ++i) {
    if (ports->tags[i]) {
      *ports->tags[i] = values[i];
    }
  }
}

static void
put(const Ports* ports, uint32_t result, float value)
{
  if (ports->results[result]) {
    *ports->results[result] = value;
  }
}

/// The leaders of the groups, and the scales, to their outputs
static void
write_results(const Process* process)
{
  const Ports* const ports = &process->ports;
  const View* const view = process->view;
  const float* const values = outputs_values(process->outputs);
  for (uint32_t i = 0; i < ports->layout.n_groups; ++i) {
    const uint32_t leader =
        summary_leader(sources_summary(process->sources), ports_group(view, i));
    put(ports, 2 * i, (float)leader);
    put(ports, 2 * i + 1, leader ? values[leader - 1] : 0.0f);
  }
  for (uint32_t i = 0; i < view->n_scales; ++i) {
    put(ports, 2 * ports->layout.n_groups + i, values[view->n_tags + i]);
  }
}

/// How the worker fares: its load, and the audio that was lost
static void
write_load(const Process* process)
{
  const Ports* const ports = &process->ports;
  const double dropped =
      (double)tagger_dropped(process->tagger) / process->rate;
  const float load = worker_is_synchronous(process->worker)
                         ? 0.0f // Not the worker's
                         : tagger_load(process->tagger);
  ports_set(ports, PORT_LOAD, 100.0f * load);
  ports_set(ports, PORT_DROPPED, (float)(1000.0 * dropped));
}

void
process_run(Process* process, uint32_t n_frames)
{
  const Denormals mode = denormals_flush();
  ports_begin_notify(&process->ports, process->sequence);
  process_slices(process, n_frames);
  write_tags(process);
  write_results(process);
  write_load(process);
  inline_display_advance(
      &process->display, process->view, sources_summary(process->sources),
      outputs_values(process->outputs), n_frames, process->rate);
  denormals_restore(mode);
}
