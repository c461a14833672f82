// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "plugin/mappings.h"

#include <math.h>
#include <stddef.h>

static float
get(const Ports* ports, uint32_t mapping, MappingField field)
{
  return ports_get(ports, ports_mapping(mapping, field));
}

static uint8_t
get_byte(const Ports* ports, uint32_t mapping, MappingField field)
{
  return (uint8_t)lrintf(get(ports, mapping, field));
}

static AutomationRule
read_rule(const Ports* ports, uint32_t mapping)
{
  const uint32_t source =
      (uint32_t)lrintf(get(ports, mapping, MAPPING_FIELD_TAG));
  const RuleKind kind = (RuleKind)get_byte(ports, mapping, MAPPING_FIELD_KIND);
  if (!source || source > ports->n_sources) { // Most are not in use
    return (AutomationRule){.rule = {.kind = kind}};
  }
  return (AutomationRule){
      .source = source,
      .rule = {
          .kind = kind,
          .channel =
              (uint8_t)(get_byte(ports, mapping, MAPPING_FIELD_CHANNEL) - 1u),
          .number = get_byte(ports, mapping, MAPPING_FIELD_NUMBER),
          .low = get_byte(ports, mapping, MAPPING_FIELD_LOW),
          .high = get_byte(ports, mapping, MAPPING_FIELD_HIGH),
          .from = get(ports, mapping, MAPPING_FIELD_FROM),
          .to = get(ports, mapping, MAPPING_FIELD_TO),
          .curve = get(ports, mapping, MAPPING_FIELD_CURVE),
          .smoothing = get(ports, mapping, MAPPING_FIELD_SMOOTHING),
          .is_number = source > ports->n_values}};
}

EARMARK_REALTIME static bool
has_room(const void* handle)
{
  return ports_can_notify((const Ports*)handle);
}

EARMARK_REALTIME static void
send(void* handle, uint32_t frame, const uint8_t* message)
{
  ports_notify((Ports*)handle, frame, message);
}

void
mappings_read(Mappings* mappings, Ports* ports)
{
  for (uint32_t i = 0; i < PORTS_MAPPINGS; ++i) {
    mappings->rules[i] = read_rule(ports, i);
  }
  mappings->io = (AutomationIo){
      .rules = mappings->rules,
      .midi = {ports, has_room, ports_notifies(ports) ? send : NULL},
      .levels = ports->cv};
}
