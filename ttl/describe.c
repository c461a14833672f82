// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "ttl/describe.h"

#include "engine/sources.h"
#include "plugin/ports.h"
#include "ttl/subject.h"
#include "ttl/template.h"
#include "ttl/turtle.h"

#include <string.h>

/// The audio ports' symbols in the order of their indices
#define SYMBOL(name, symbol) symbol,
static const char* const mono_symbols[] = {AUDIO_PORTS_MONO(SYMBOL)};
static const char* const stereo_symbols[] = {AUDIO_PORTS_STEREO(SYMBOL)};
#undef SYMBOL

static bool
expand(const Subject* subject, FILE* out, const char* name, Error* error);

static const char* const*
audio_symbols(uint32_t n_channels)
{
  return n_channels == 1 ? mono_symbols : stereo_symbols;
}

/// Place of a symbol among the audio ports, which is its index
static bool
find_audio(uint32_t n_channels, const char* symbol, uint32_t* index)
{
  const char* const* const symbols = audio_symbols(n_channels);
  for (*index = 0; *index < 2 * n_channels; ++*index) {
    if (!strcmp(symbols[*index], symbol)) {
      return true;
    }
  }
  return false;
}

/// {{port SYMBOL}}: its index and its symbol
static bool
write_port(const Subject* subject, FILE* out, const char* symbol)
{
  const uint32_t n_channels = subject->plugin->variant.n_channels;
  FixedPort port = PORT_CONTROL;
  uint32_t index = 0;
  if (ports_find(symbol, &port)) {
    index = ports_index(n_channels, port);
  } else if (!find_audio(n_channels, symbol, &index)) {
    return false;
  }
  fprintf(out, "lv2:index %u ; lv2:symbol \"%s\" ;", index, symbol);
  return true;
}

static void
write_property(FILE* out, const char* property, float value)
{
  fprintf(out, "%s ", property);
  turtle_write_number(out, (double)value);
  fputs(" ;", out);
}

/// {{range SYMBOL}}
static bool
write_range(const Subject* subject, FILE* out, const char* symbol)
{
  FixedPort port = PORT_CONTROL;
  if (!ports_find(symbol, &port)) {
    return false;
  }

  const PortSpec* const spec = &port_specs[port];
  const float memory = subject->plugin->memory;
  write_property(out, "lv2:default",
                 port == PORT_MEMORY ? memory : spec->normal);
  write_property(out, " lv2:minimum", spec->minimum);
  write_property(out, " lv2:maximum", spec->maximum);
  return true;
}

/// {{mapping-port FIELD}}: what differs from mapping to mapping
static bool
write_mapping_port(const Subject* subject, FILE* out, const char* field)
{
  char symbol[64];
  FixedPort port = PORT_CONTROL;
  snprintf(symbol, sizeof(symbol), MAPPING_PORT_PREFIX "%u_%s",
           subject->mapping + 1, field);
  if (!ports_find(symbol, &port) || !write_port(subject, out, symbol)) {
    return false;
  }
  const PortSpec* const spec = &port_specs[port];
  const bool is_tag = !strcmp(field, "tag");
  write_property(out, " lv2:default", spec->normal);
  write_property(out, " lv2:minimum", spec->minimum);
  write_property(out, " lv2:maximum",
                 is_tag ? (float)sources_count(subject->plugin->view)
                        : spec->maximum);
  return true;
}

/// What templates say of ports
static bool
write_port_field(const Subject* subject,
                 FILE* out,
                 const char* key,
                 const char* argument)
{
  return !strcmp(key, "port") ? write_port(subject, out, argument)
         : !strcmp(key, "mapping-port")
             ? write_mapping_port(subject, out, argument)
             : !strcmp(key, "range") && write_range(subject, out, argument);
}

/// Is the tag of that number among those that {{key}} goes through?
static bool
has_tag(const Subject* subject, const char* key, uint32_t number)
{
  const Tag* const tag = &subject->plugin->view->tags[number];
  return !strcmp(key, "each-tag") ||
         (tag->ranked && (!strcmp(key, "each-ranked-tag") ||
                          tag->place == subject_group(subject)));
}

/// {{each-tag TEMPLATE}}, {{each-ranked-tag TEMPLATE}},
/// {{each-tag-of-group TEMPLATE}}
static bool
expand_tags(const Subject* subject,
            const char* key,
            FILE* out,
            const char* name,
            Error* error)
{
  Subject part = *subject;
  const uint32_t n = subject->plugin->view->n_tags;
  for (part.tag = 0; part.tag < n; ++part.tag) {
    if (has_tag(subject, key, part.tag) && !expand(&part, out, name, error)) {
      return false;
    }
  }
  return true;
}

/// {{each-mapping TEMPLATE}} and alike: `place`, which is in `part`, goes from
/// 0 to n - 1
static bool
expand_all(const Subject* part,
           uint32_t* place,
           uint32_t n,
           FILE* out,
           const char* name,
           Error* error)
{
  for (*place = 0; *place < n; ++*place) {
    if (!expand(part, out, name, error)) {
      return false;
    }
  }
  return true;
}

/// {{each-... TEMPLATE}}; sets `*known` if it goes through anything
static bool
expand_each(const Subject* subject,
            FILE* out,
            const char* key,
            const char* name,
            bool* known,
            Error* error)
{
  Subject part = *subject;
  const PortLayout layout = subject_layout(subject);
  const uint32_t n_sources = sources_count(subject->plugin->view);
  *known = true;
  if (!strncmp(key, "each-tag", 8) || !strcmp(key, "each-ranked-tag")) {
    return expand_tags(subject, key, out, name, error);
  }
  if (!strcmp(key, "each-mapping")) {
    return expand_all(&part, &part.mapping, PORTS_MAPPINGS, out, name, error);
  }
  if (!strcmp(key, "each-source")) {
    return expand_all(&part, &part.source, n_sources, out, name, error);
  }
  if (!strcmp(key, "each-group")) {
    return expand_all(&part, &part.group, layout.n_groups, out, name, error);
  }
  if (!strcmp(key, "each-scale")) {
    return expand_all(&part, &part.scale, layout.n_scales, out, name, error);
  }
  *known = false;
  return false;
}

/// What is another template, or none
static bool
expand_part(const Subject* subject,
            FILE* out,
            const char* key,
            bool* known,
            Error* error)
{
  const bool mono = subject->plugin->variant.n_channels == 1;
  *known = true;
  if (!strcmp(key, "cv-ports")) {
    return !subject->plugin->variant.has_cv ||
           expand_each(subject, out, "each-mapping", "cv", known, error);
  }
  if (!strcmp(key, "version")) {
    return expand(subject, out, "version", error);
  }
  if (!strcmp(key, "window")) {
    return !subject->plugin->has_window ||
           expand(subject, out, "window", error);
  }
  if (!strcmp(key, "audio-ports")) {
    return expand(subject, out, mono ? "mono" : "stereo", error);
  }
  if (!strcmp(key, "groups")) {
    return mono || expand(subject, out, "stereo-groups", error);
  }
  *known = false;
  return false;
}

static bool
write_field(
    void* data, FILE* out, const char* key, const char* argument, Error* error)
{
  const Subject* const subject = (const Subject*)data;
  bool known = false;
  bool done = expand_each(subject, out, key, argument, &known, error);
  done = known ? done : expand_part(subject, out, key, &known, error);
  if (known) {
    return done;
  }
  if (!subject_write(subject, out, key) &&
      !write_port_field(subject, out, key, argument)) {
    error_set(error, "unknown field {{%s %s}}", key, argument);
    return false;
  }
  return true;
}

static bool
expand(const Subject* subject, FILE* out, const char* name, Error* error)
{
  Subject copy = *subject;
  return template_expand(out, name, write_field, &copy, error);
}

bool
describe(const Description* description,
         FILE* out,
         const char* name,
         Error* error)
{
  const Subject subject = {.plugin = description};
  return expand(&subject, out, name, error);
}
