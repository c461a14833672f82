// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#undef NDEBUG

#include "tests/support/host/instance.h"

#include <lv2/log/log.h>
#include <lv2/urid/urid.h>
#include <lv2/worker/worker.h>

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static bool
port_is(const PluginHost* host,
        const LilvPlugin* plugin,
        const LilvPort* port,
        const char* uri)
{
  LilvNode* const node = lilv_new_uri(host->world, uri);
  const bool is = lilv_port_is_a(plugin, port, node);
  lilv_node_free(node);
  return is;
}

static LV2_Atom_Sequence*
new_atom(void)
{
  LV2_Atom_Sequence* const atom =
      (LV2_Atom_Sequence*)calloc(1, sizeof(LV2_Atom) + HOST_ATOM_SIZE);
  assert(atom);
  return atom;
}

static void
connect_ports(PluginHost* host, Instance* self)
{
  uint32_t n_in = 0;
  uint32_t n_out = 0;
  uint32_t n_cv = 0;
  lilv_plugin_get_port_ranges_float(self->plugin, NULL, NULL, self->controls);
  for (uint32_t i = 0; i < self->n_ports; ++i) {
    const LilvPort* const port = lilv_plugin_get_port_by_index(self->plugin, i);
    const bool out = port_is(host, self->plugin, port, LV2_CORE__OutputPort);
    void* data = NULL;
    if (port_is(host, self->plugin, port, LV2_CORE__AudioPort)) {
      float** const buffer = out ? &self->out[n_out++] : &self->in[n_in++];
      *buffer = (float*)calloc(HOST_MAX_BLOCK, sizeof(float));
      data = *buffer;
    } else if (port_is(host, self->plugin, port, LV2_CORE__ControlPort)) {
      self->is_output[i] = out;
      data = &self->controls[i];
    } else if (port_is(host, self->plugin, port, LV2_CORE__CVPort)) {
      assert(out && n_cv < 4);
      self->cv[n_cv] = (float*)calloc(HOST_MAX_BLOCK, sizeof(float));
      data = self->cv[n_cv++];
      self->controls[i] = 0.0f; // It has no default
    } else {
      assert(port_is(host, self->plugin, port, LV2_ATOM__AtomPort));
      LV2_Atom_Sequence** const atom = out ? &self->notify : &self->control;
      *atom = new_atom();
      data = *atom;
    }
    self->descriptor->connect_port(self->handle, i, data);
  }
  assert(n_in == n_out && n_in >= 1 && n_in <= 2);
  self->n_channels = n_in;
}

/// Ports with a threshold are tags'.
static uint32_t
count_tags(const PluginHost* host, const Instance* self)
{
  LilvNode* const property =
      lilv_new_uri(host->world, "urn:earmark:ns#threshold");
  uint32_t n = 0;
  for (uint32_t i = 0; i < self->n_ports; ++i) {
    LilvNode* const threshold = lilv_port_get(
        self->plugin, lilv_plugin_get_port_by_index(self->plugin, i), property);
    n += threshold ? 1u : 0u;
    lilv_node_free(threshold);
  }
  lilv_node_free(property);
  return n;
}

/// Straight from the library, since lilv would never pass on a NULL list
static const LV2_Descriptor*
find_descriptor(const PluginHost* host, const char* uri)
{
  const LV2_Descriptor* descriptor = NULL;
  for (uint32_t i = 0; (descriptor = host->get_descriptor(i)); ++i) {
    if (!strcmp(descriptor->URI, uri)) {
      return descriptor;
    }
  }
  return NULL;
}

static LV2_Handle
instantiate(PluginHost* host,
            Instance* self,
            double rate,
            FeatureSet set,
            const char* bundle)
{
  const LV2_Feature features[] = {
      {NULL, &host->map},
      {LV2_WORKER__schedule, NULL},
      {LV2_URID__map, &host->map},
      {LV2_LOG__log, &host->logger},
      {"urn:nobody:knows", &host->map},
      {INLINE_DISPLAY_QUEUE_DRAW, &host->queue},
      {LV2_WORKER__schedule, &self->worker.schedule},
  };
  const LV2_Feature* list[8] = {NULL};
  const uint32_t n = set == FEATURES_WORKER ? 7 : set == FEATURES_PLAIN ? 6 : 0;
  for (uint32_t i = 0; i < n; ++i) {
    list[i] = &features[i];
  }
  return self->descriptor->instantiate(self->descriptor, rate,
                                       bundle ? bundle : host->bundle,
                                       set == FEATURES_NULL ? NULL : list);
}

Instance*
instance_new(PluginHost* host,
             const char* uri,
             double rate,
             FeatureSet features,
             const char* bundle)
{
  Instance* const self = (Instance*)calloc(1, sizeof(Instance));
  assert(self);
  self->plugin = host_plugin(host, uri);
  self->descriptor = find_descriptor(host, uri);
  assert(self->plugin && self->descriptor);

  HostWorker* const worker = &self->worker;
  host_worker_init(worker);
  self->handle = instantiate(host, self, rate, features, bundle);
  if (!self->handle) {
    free(self);
    return NULL;
  }

  worker->handle = self->handle;
  worker->interface =
      (const LV2_Worker_Interface*)self->descriptor->extension_data(
          LV2_WORKER__interface);
  assert(worker->interface && worker->interface->work);
  assert(worker->interface->work_response && !worker->interface->end_run);

  self->n_ports = lilv_plugin_get_num_ports(self->plugin);
  self->controls = (float*)calloc(self->n_ports, sizeof(float));
  self->is_output = (bool*)calloc(self->n_ports, sizeof(bool));
  assert(self->controls && self->is_output);
  connect_ports(host, self);
  self->n_tags = count_tags(host, self);
  if (features == FEATURES_WORKER) {
    host_worker_start(worker);
  }
  return self;
}

void
instance_free(Instance* self)
{
  instance_deactivate(self);
  host_worker_stop(&self->worker);
  self->descriptor->cleanup(self->handle);
  for (uint32_t c = 0; c < 2; ++c) {
    free(self->in[c]);
    free(self->out[c]);
  }
  for (uint32_t i = 0; i < 4; ++i) {
    free(self->cv[i]);
  }
  free(self->controls);
  free(self->is_output);
  free(self->control);
  free(self->notify);
  free(self);
}

void
instance_activate(Instance* self)
{
  if (!self->active) {
    self->descriptor->activate(self->handle);
    self->active = true;
  }
}

void
instance_deactivate(Instance* self)
{
  if (self->active) {
    self->descriptor->deactivate(self->handle);
    self->active = false;
  }
}

void
instance_run(Instance* self, uint32_t n_frames)
{
  assert(n_frames <= HOST_MAX_BLOCK);
  self->control->atom.size = sizeof(LV2_Atom_Sequence_Body);
  self->control->atom.type = host_map_uri(NULL, LV2_ATOM__Sequence);
  self->notify->atom.size = HOST_ATOM_SIZE;
  self->notify->atom.type = host_map_uri(NULL, LV2_ATOM__Chunk);
  self->descriptor->run(self->handle, n_frames);
}

uint32_t
instance_port(const Instance* self, const char* symbol)
{
  for (uint32_t i = 0; i < self->n_ports; ++i) {
    const LilvPort* const port = lilv_plugin_get_port_by_index(self->plugin, i);
    if (!strcmp(lilv_node_as_string(lilv_port_get_symbol(self->plugin, port)),
                symbol)) {
      return i;
    }
  }
  assert(false); // No such port
  return 0;
}

float
instance_tag(const Instance* self, const char* symbol)
{
  return (float)(instance_port(self, symbol) - instance_port(self, "dropped"));
}

float*
instance_control(Instance* self, const char* symbol)
{
  return &self->controls[instance_port(self, symbol)];
}
