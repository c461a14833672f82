// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "plugin/lv2_plugin.h"

#include "base/error.h"
#include "model/file/registry.h"
#include "model/network.h"
#include "model/view.h"
#include "plugin/features.h"
#include "plugin/picture.h"
#include "plugin/process.h"
#include "plugin/uris.h"

#include <lv2/atom/atom.h>
#include <lv2/core/lv2.h>
#include <lv2/log/log.h>
#include <lv2/midi/midi.h>
#include <lv2/urid/urid.h>
#include <lv2/worker/worker.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/// What the host gives; each may be NULL
typedef struct {
  const LV2_URID_Map* map;
  const LV2_Worker_Schedule* schedule;
  const LV2_Log_Log* log;
  const InlineQueue* queue;
} Features;

typedef struct {
  Process process;
  const Network* network;
#ifdef EARMARK_HAVE_CAIRO
  Picture picture;
#endif
} Plugin;

static Features
find_features(const LV2_Feature* const* list)
{
  return (Features){
      .map = (const LV2_URID_Map*)features_find(list, LV2_URID__map),
      .schedule =
          (const LV2_Worker_Schedule*)features_find(list, LV2_WORKER__schedule),
      .log = (const LV2_Log_Log*)features_find(list, LV2_LOG__log),
      .queue =
          (const InlineQueue*)features_find(list, INLINE_DISPLAY_QUEUE_DRAW)};
}

/// Say it in the host's log; a plugin has no other place to
static void
log_error(const Features* features, const char* uri, const Error* error)
{
  const LV2_Log_Log* const log = features->log;
  if (log) {
    log->printf(log->handle, features_map(features->map, LV2_LOG__Error),
                "%s: %s\n", uri, error->text);
  }
}

static const Network*
open_network(const char* bundle_path, Error* error)
{
  const char* const bundle = bundle_path ? bundle_path : "";
  const size_t length = strlen(bundle);
  const size_t size = length + sizeof("/" NETWORK_FILE);
  char* const path = (char*)calloc(1, size);
  if (!path) {
    error_set(error, ERROR_NO_MEMORY);
    return NULL;
  }

  const bool slash = length && bundle[length - 1] == '/';
  snprintf(path, size, "%s%s", bundle, slash ? NETWORK_FILE : "/" NETWORK_FILE);
  const Network* const network = network_acquire(path, error);
  free(path);
  return network;
}

/// The view that a plugin shows
static const View*
choose_view(const Network* network,
            const PluginDescriptor* descriptor,
            Error* error)
{
  const View* const view = *descriptor->view
                               ? network_view(network, descriptor->view)
                               : &network->views[0];
  if (!view) {
    error_set(error, "network \"%s\" has no view \"%s\"", network->name,
              descriptor->view);
  }
  return view;
}

void
plugin_cleanup(LV2_Handle instance)
{
  Plugin* const plugin = (Plugin*)instance;
  worker_free(plugin->process.worker);
  automation_free(plugin->process.automation);
  sources_free(plugin->process.sources);
  outputs_free(plugin->process.outputs);
  tagger_free(plugin->process.tagger);
  ports_clear(&plugin->process.ports);
#ifdef EARMARK_HAVE_CAIRO
  picture_clear(&plugin->picture);
#endif
  if (plugin->network) {
    network_release(plugin->network);
  }
  free(plugin);
}

/// False if memory is short
static bool
init_outputs(Process* process, double rate)
{
  const View* const view = process->view;
  process->outputs = outputs_new(view_values(view), rate);
  process->sources = sources_new(view);
  if (!process->outputs || !process->sources) {
    return false;
  }
  for (uint32_t i = 0; i < view_values(view); ++i) {
    if (i >= view->n_tags || !view->tags[i].ranked) {
      outputs_set_unranked(process->outputs, i);
    }
    if (i >= view->n_tags) {
      outputs_set_rest(process->outputs, i,
                       view->scales[i - view->n_tags].rest);
    }
  }
  return true;
}

static bool
init_process(Process* process,
             const Network* network,
             const Features* features,
             const PortLayout* layout,
             double rate,
             Error* error)
{
  process->tagger = tagger_new(network, rate, error);
  if (!process->tagger) {
    return false;
  }

  const uint32_t slice = tagger_update_samples(process->tagger) / 2;
  process->rate = rate;
  process->slice = slice ? slice : 1;
  process->sequence = features_map(features->map, LV2_ATOM__Sequence);
  process->automation = automation_new(PORTS_MAPPINGS, rate);
  process->worker = worker_new(process->tagger, features->schedule, rate);
  if (!ports_init(&process->ports, layout, network->memory) ||
      !init_outputs(process, rate) || !process->automation ||
      !process->worker) {
    error_set(error, ERROR_NO_MEMORY);
    return false;
  }
  process->ports.midi = features_map(features->map, LV2_MIDI__MidiEvent);
  inline_display_init(&process->display, features->queue, process->view);
  process->ports.n_values = view_values(process->view);
  process->ports.n_sources = sources_count(process->view);
  return true;
}

static Plugin*
plugin_new(const PluginDescriptor* descriptor,
           const char* bundle_path,
           double rate,
           const Features* features,
           Error* error)
{
  Plugin* const plugin = (Plugin*)calloc(1, sizeof(Plugin));
  if (!plugin) {
    error_set(error, ERROR_NO_MEMORY);
    return NULL;
  }

  const Variant* const variant = &descriptor->variant;
  plugin->network = open_network(bundle_path, error);
  const View* const view =
      plugin->network ? choose_view(plugin->network, descriptor, error) : NULL;
  plugin->process.view = view;
  const PortLayout layout =
      view ? ports_layout(view, variant->n_channels, variant->has_cv)
           : (PortLayout){.n_channels = 0};
  if (!view || !init_process(&plugin->process, plugin->network, features,
                             &layout, rate, error)) {
    plugin_cleanup(plugin);
    return NULL;
  }
  return plugin;
}

LV2_Handle
plugin_instantiate(const LV2_Descriptor* descriptor,
                   double rate,
                   const char* bundle_path,
                   const LV2_Feature* const* feature_list)
{
  const Features features = find_features(feature_list);
  Error error = {""};
  Plugin* const plugin = plugin_new((const PluginDescriptor*)descriptor,
                                    bundle_path, rate, &features, &error);
  if (!plugin) {
    log_error(&features, descriptor->URI, &error);
  }
  return plugin;
}

void
plugin_connect_port(LV2_Handle instance, uint32_t index, void* data)
{
  ports_connect(&((Plugin*)instance)->process.ports, index, data);
}

void
plugin_activate(LV2_Handle instance)
{
  Process* const process = &((Plugin*)instance)->process;
  worker_start(process->worker);
  outputs_reset(process->outputs);
  sources_reset(process->sources);
  automation_reset(process->automation);
  process->is_reset = true;
}

void
plugin_run(LV2_Handle instance, uint32_t n_frames)
{
  process_run(&((Plugin*)instance)->process, n_frames);
}

void
plugin_deactivate(LV2_Handle instance)
{
  worker_stop(((Plugin*)instance)->process.worker);
}

static LV2_Worker_Status
work(LV2_Handle instance,
     LV2_Worker_Respond_Function respond,
     LV2_Worker_Respond_Handle handle,
     uint32_t size,
     const void* data)
{
  (void)respond;
  (void)handle;
  (void)size;
  (void)data;
  worker_work(((Plugin*)instance)->process.worker);
  return LV2_WORKER_SUCCESS;
}

/// Nothing comes this way: the tags are published without the host's help
static LV2_Worker_Status
work_response(LV2_Handle instance, uint32_t size, const void* data)
{
  (void)instance;
  (void)size;
  (void)data;
  return LV2_WORKER_SUCCESS;
}

#ifdef EARMARK_HAVE_CAIRO
static InlineImage*
render(LV2_Handle instance, uint32_t width, uint32_t max_height)
{
  Plugin* const plugin = (Plugin*)instance;
  InlineTag entries[INLINE_DISPLAY_TAGS];
  inline_display_read(&plugin->process.display, entries);
  return picture_draw(&plugin->picture, plugin->process.view, entries, width,
                      max_height);
}
#endif

const void*
plugin_extension_data(const char* uri)
{
  static const LV2_Worker_Interface worker = {work, work_response, NULL};
#ifdef EARMARK_HAVE_CAIRO
  static const InlineInterface display = {render};
  if (!strcmp(uri, INLINE_DISPLAY_INTERFACE)) {
    return &display;
  }
#endif
  return strcmp(uri, LV2_WORKER__interface) ? NULL : &worker;
}
