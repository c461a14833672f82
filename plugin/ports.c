// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "plugin/ports.h"

#include "engine/rule.h"
#include "model/network.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MESSAGE_SIZE 3u
#define EVENT_SIZE 24u /* of a message in a sequence, padded to 8 bytes */

#define MAPPING(index, field)                                                  \
  [PORT_FIRST_MAPPING + (index)*N_MAPPING_FIELDS + MAPPING_FIELD_##field]

#define SPEC(index, field, low, normal, high)                                  \
  MAPPING(index, field) = {low, normal, high}

/// At their defaults, controllers of the undefined range follow the tags
#define MAPPING_SPECS(i)                                                       \
  SPEC(i, TAG, 0.0f, 0.0f, 65535.0f),                                          \
      SPEC(i, KIND, RULE_CC, RULE_CC, RULE_NOTE),                              \
      SPEC(i, CHANNEL, 1, RULE_CHANNEL, RULE_MAX_CHANNEL),                     \
      SPEC(i, NUMBER, 0, RULE_NUMBER + (i), RULE_MAX_VALUE),                   \
      SPEC(i, LOW, 0, 0, RULE_MAX_VALUE),                                      \
      SPEC(i, HIGH, 0, RULE_MAX_VALUE, RULE_MAX_VALUE),                        \
      SPEC(i, FROM, 0.0f, 0.0f, 1.0f), SPEC(i, TO, 0.0f, 1.0f, 1.0f),          \
      SPEC(i, CURVE, (float)RULE_MIN_CURVE, RULE_CURVE, RULE_MAX_CURVE),       \
      SPEC(i, SMOOTHING, 0, RULE_SMOOTHING, RULE_MAX_SMOOTHING)

const PortSpec port_specs[N_FIXED_PORTS] = {
    [PORT_ENABLED] = {0.0f, 1.0f, 1.0f},
    [PORT_FREEWHEELING] = {0.0f, 0.0f, 1.0f},
    [PORT_MEMORY] = {NETWORK_MIN_MEMORY, 3.0f, NETWORK_MAX_MEMORY},
    [PORT_SMOOTHING] = {0.0f, 0.0f, 10.0f},
    [PORT_THRESHOLD] = {0.0f, 0.1f, 1.0f},
    [PORT_HYSTERESIS] = {0.0f, 0.02f, 0.5f},
    [PORT_HIDDEN_GROUPS] = {0.0f, 0.0f, PORTS_ALL_GROUPS},
    [PORT_PINNED_GROUPS] = {0.0f, 0.0f, PORTS_ALL_GROUPS},
    MAPPING_SPECS(0),
    MAPPING_SPECS(1),
    MAPPING_SPECS(2),
    MAPPING_SPECS(3),
    [PORT_TOP_TAG] = {0.0f, 0.0f, 65535.0f},
    [PORT_TOP_PROBABILITY] = {0.0f, 0.0f, 1.0f},
    [PORT_LOAD] = {0.0f, 0.0f, 100.0f},
    [PORT_DROPPED] = {0.0f, 0.0f, 3600000.0f},
};

// NOLINTBEGIN(bugprone-macro-parentheses): string literals
#define SYMBOL(name, symbol) [PORT_##name] = symbol,
#define MAP1(name, symbol) MAPPING(0, name) = MAPPING_PORT_PREFIX "1_" symbol,
#define MAP2(name, symbol) MAPPING(1, name) = MAPPING_PORT_PREFIX "2_" symbol,
#define MAP3(name, symbol) MAPPING(2, name) = MAPPING_PORT_PREFIX "3_" symbol,
#define MAP4(name, symbol) MAPPING(3, name) = MAPPING_PORT_PREFIX "4_" symbol,
// NOLINTEND(bugprone-macro-parentheses)

const char* const port_symbols[N_FIXED_PORTS] = {
    SETTING_PORTS(SYMBOL) MAPPING_PORTS(MAP1) MAPPING_PORTS(MAP2)
        MAPPING_PORTS(MAP3) MAPPING_PORTS(MAP4) RESULT_PORTS(SYMBOL)};

_Static_assert(PORTS_MAPPINGS == 4, "as many as there are in these tables");

bool
ports_find(const char* symbol, FixedPort* port)
{
  for (uint32_t i = 0; i < N_FIXED_PORTS; ++i) {
    if (!strcmp(port_symbols[i], symbol)) {
      *port = (FixedPort)i;
      return true;
    }
  }
  return false;
}

PortLayout
ports_layout(const View* view, uint32_t n_channels, bool has_cv)
{
  PortLayout layout = {.n_channels = n_channels,
                       .n_tags = view->n_tags,
                       .n_cv = has_cv ? PORTS_MAPPINGS : 0,
                       .n_scales = view->n_scales};
  for (uint32_t i = 0; i < view->n_groups; ++i) {
    layout.n_groups += *view->groups[i].name ? 1u : 0u;
  }
  return layout;
}

uint32_t
ports_group(const View* view, uint32_t number)
{
  uint32_t place = 0;
  for (uint32_t n = 0; place < view->n_groups; ++place) {
    n += *view->groups[place].name ? 1u : 0u;
    if (n > number) {
      break;
    }
  }
  return place;
}

static uint32_t
count_results(const PortLayout* layout)
{
  return 2 * layout->n_groups + layout->n_scales;
}

bool
ports_init(Ports* ports, const PortLayout* layout, float normal_memory)
{
  *ports = (Ports){
      .layout = *layout,
      .normal_memory = normal_memory,
      .tags = (float**)calloc(layout->n_tags, sizeof(float*)),
      .results = (float**)calloc(count_results(layout) + 1, sizeof(float*))};
  return ports->tags && ports->results;
}

void
ports_clear(Ports* ports)
{
  free(ports->tags);
  free(ports->results);
  *ports = (Ports){.normal_memory = 0.0f};
}

uint32_t
ports_count(const PortLayout* layout)
{
  return ports_group_index(layout, 0) + count_results(layout);
}

uint32_t
ports_index(uint32_t n_channels, FixedPort port)
{
  return 2 * n_channels + (uint32_t)port;
}

uint32_t
ports_tag_index(uint32_t n_channels, uint32_t tag)
{
  return 2 * n_channels + N_FIXED_PORTS + tag;
}

uint32_t
ports_cv_index(const PortLayout* layout, uint32_t mapping)
{
  return ports_tag_index(layout->n_channels, layout->n_tags) + mapping;
}

uint32_t
ports_group_index(const PortLayout* layout, uint32_t number)
{
  return ports_cv_index(layout, layout->n_cv) + 2 * number;
}

uint32_t
ports_scale_index(const PortLayout* layout, uint32_t scale)
{
  return ports_group_index(layout, layout->n_groups) + scale;
}

void
ports_connect(Ports* ports, uint32_t index, void* data)
{
  const PortLayout* const layout = &ports->layout;
  const uint32_t n_channels = layout->n_channels;
  const uint32_t first_fixed = ports_index(n_channels, PORT_CONTROL);
  const uint32_t first_tag = ports_tag_index(n_channels, 0);
  const uint32_t first_cv = ports_cv_index(layout, 0);
  const uint32_t first_result = ports_group_index(layout, 0);
  if (index < n_channels) {
    ports->in[index] = (const float*)data;
  } else if (index < first_fixed) {
    ports->out[index - n_channels] = (float*)data;
  } else if (index < first_tag) {
    ports->fixed[index - first_fixed] = data;
  } else if (index < first_cv) {
    ports->tags[index - first_tag] = (float*)data;
  } else if (index < first_result) {
    ports->cv[index - first_cv] = (float*)data;
  } else if (index - first_result < count_results(layout)) {
    ports->results[index - first_result] = (float*)data;
  }
}

FixedPort
ports_mapping(uint32_t mapping, MappingField field)
{
  return (FixedPort)(PORT_FIRST_MAPPING + mapping * N_MAPPING_FIELDS +
                     (uint32_t)field);
}

static float
clamp(const PortSpec* spec, float value)
{
  return fminf(fmaxf(value, spec->minimum), spec->maximum);
}

float
ports_get(const Ports* ports, FixedPort port)
{
  const float* const value = (const float*)ports->fixed[port];
  if (value && !isnan(*value)) {
    return clamp(&port_specs[port], *value);
  }
  return port == PORT_MEMORY ? ports->normal_memory : port_specs[port].normal;
}

void
ports_set(const Ports* ports, FixedPort port, float value)
{
  float* const place = (float*)ports->fixed[port];
  if (place) {
    *place = clamp(&port_specs[port], value);
  }
}

void
ports_pass_audio(const Ports* ports, uint32_t begin, uint32_t end)
{
  // Sample by sample, all inputs before any output: then it does not matter
  // which buffers the host shares.  As integers, which no FPU changes.
  for (uint32_t i = begin; i < end; ++i) {
    uint32_t samples[PORTS_MAX_CHANNELS] = {0, 0};
    for (uint32_t c = 0; c < ports->layout.n_channels; ++c) {
      if (ports->in[c]) {
        memcpy(&samples[c], ports->in[c] + i, sizeof(uint32_t));
      }
    }
    for (uint32_t c = 0; c < ports->layout.n_channels; ++c) {
      if (ports->out[c]) {
        memcpy(ports->out[c] + i, &samples[c], sizeof(uint32_t));
      }
    }
  }
}

void
ports_begin_notify(Ports* ports, LV2_URID sequence)
{
  LV2_Atom_Sequence* const notify =
      (LV2_Atom_Sequence*)ports->fixed[PORT_NOTIFY];

  // Some hosts connect a few bytes: nothing but the size may be touched before
  // it says that there is room
  ports->room = 0;
  if (notify && sequence &&
      notify->atom.size >= sizeof(LV2_Atom_Sequence_Body)) {
    ports->room = notify->atom.size;
    notify->atom.size = sizeof(LV2_Atom_Sequence_Body);
    notify->atom.type = sequence;
    notify->body.unit = 0;
    notify->body.pad = 0;
  }
}

bool
ports_notifies(const Ports* ports)
{
  return ports->midi && ports->room;
}

bool
ports_can_notify(const Ports* ports)
{
  const LV2_Atom_Sequence* const notify =
      (const LV2_Atom_Sequence*)ports->fixed[PORT_NOTIFY];
  return ports_notifies(ports) && notify->atom.size + EVENT_SIZE <= ports->room;
}

void
ports_notify(Ports* ports, uint32_t frame, const uint8_t* message)
{
  LV2_Atom_Sequence* const notify =
      (LV2_Atom_Sequence*)ports->fixed[PORT_NOTIFY];
  if (!ports_can_notify(ports)) {
    return;
  }
  const LV2_Atom_Event event = {.time.frames = frame,
                                .body = {MESSAGE_SIZE, ports->midi}};
  uint8_t* const end = (uint8_t*)notify + sizeof(LV2_Atom) + notify->atom.size;
  memset(end, 0, EVENT_SIZE);
  memcpy(end, &event, sizeof(event));
  memcpy(end + sizeof(event), message, MESSAGE_SIZE);
  notify->atom.size += EVENT_SIZE;
}
