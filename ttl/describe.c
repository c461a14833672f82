// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "ttl/describe.h"

#include "plugin/ports.h"
#include "plugin/uris.h"
#include "ttl/template.h"
#include "ttl/turtle.h"

#include <string.h>

#define MAX_TEXT 4096

/// The audio ports' symbols in the order of their indices
#define SYMBOL(name, symbol) symbol,
static const char* const mono_symbols[] = {AUDIO_PORTS_MONO(SYMBOL)};
static const char* const stereo_symbols[] = {AUDIO_PORTS_STEREO(SYMBOL)};
#undef SYMBOL

/// What a template stands for: the plugin, one tag or one mapping of it
typedef struct {
  const Description* plugin;
  uint32_t tag;
  uint32_t mapping;
} Subject;

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

/// {{n-tags}}, {{tag-index}}, {{tag-number}}
static bool
find_number(const Subject* subject, const char* key, uint32_t* number)
{
  const Description* const plugin = subject->plugin;
  if (!strcmp(key, "n-tags")) {
    *number = plugin->view->n_tags;
  } else if (!strcmp(key, "tag-index")) {
    *number = ports_tag_index(plugin->variant.n_channels, subject->tag);
  } else if (!strcmp(key, "tag-number")) {
    *number = subject->tag + 1; // At the top tag's port, where 0 is none
  } else {
    return false;
  }
  return true;
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

/// {{name}}: the network's, and what tells this plugin from its others
static const char*
plugin_title(const Description* plugin, char text[MAX_TEXT])
{
  if (plugin->variant.view) {
    snprintf(text, MAX_TEXT, "%s (%s)", plugin->title, plugin->view->title);
  } else {
    snprintf(text, MAX_TEXT, "%s%s", plugin->title, plugin->variant.suffix);
  }
  return text;
}

/// {{name}}, {{tag-symbol}}, {{tag-name}}, {{tag-group}}; or NULL
static const char*
find_text(const Subject* subject, const char* key, char text[MAX_TEXT])
{
  const Description* const plugin = subject->plugin;
  const Tag* const tag = &plugin->view->tags[subject->tag];
  if (!strcmp(key, "name")) {
    return plugin_title(plugin, text);
  }
  return !strcmp(key, "tag-symbol")  ? tag->symbol
         : !strcmp(key, "tag-name")  ? tag->name
         : !strcmp(key, "tag-group") ? tag->group
                                     : NULL;
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
                 is_tag ? (float)subject->plugin->view->n_tags : spec->maximum);
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

/// {{each-mapping TEMPLATE}}
static bool
expand_mappings(const Subject* subject,
                FILE* out,
                const char* name,
                Error* error)
{
  for (uint32_t i = 0; i < PORTS_MAPPINGS; ++i) {
    const Subject mapping = {subject->plugin, 0, i};
    if (!expand(&mapping, out, name, error)) {
      return false;
    }
  }
  return true;
}

/// {{each-tag TEMPLATE}}, {{each-ranked-tag TEMPLATE}}
static bool
expand_tags(const Subject* subject,
            bool ranked,
            FILE* out,
            const char* name,
            Error* error)
{
  const View* const view = subject->plugin->view;
  for (uint32_t i = 0; i < view->n_tags; ++i) {
    const Subject tag = {subject->plugin, i, subject->mapping};
    if ((!ranked || view->tags[i].ranked) && !expand(&tag, out, name, error)) {
      return false;
    }
  }
  return true;
}

/// A name or a number of what is described; false if there is none of that key
static bool
write_name(const Subject* subject, FILE* out, const char* key)
{
  const Description* const plugin = subject->plugin;
  if (!strcmp(key, "uri")) {
    fprintf(out, "%s%s", plugin->prefix, plugin->name);
  } else if (!strcmp(key, "prefix")) {
    fputs(plugin->prefix, out);
  } else if (!strcmp(key, "file")) {
    fputs(plugin->name, out);
  } else if (!strcmp(key, "library")) {
    fputs(LIBRARY_FILE, out);
  } else if (!strcmp(key, "window-library")) {
    fputs(WINDOW_FILE, out);
  } else if (!strcmp(key, "cv-index")) {
    fprintf(out, "%u",
            ports_cv_index(plugin->variant.n_channels, plugin->view->n_tags,
                           subject->mapping));
  } else if (!strcmp(key, "cv-symbol")) {
    fprintf(out, CV_PORT_PREFIX "%u", subject->mapping + 1);
  } else if (!strcmp(key, "mapping-number")) {
    fprintf(out, "Map %u", subject->mapping + 1);
  } else {
    return false;
  }
  return true;
}

static bool
write_field(
    void* data, FILE* out, const char* key, const char* argument, Error* error)
{
  const Subject* const subject = (const Subject*)data;
  const bool mono = subject->plugin->variant.n_channels == 1;
  char buffer[MAX_TEXT];
  uint32_t number = 0;
  const char* const text = find_text(subject, key, buffer);

  if (write_name(subject, out, key)) {
    return true;
  }
  if (text) {
    turtle_write_string(out, text);
  } else if (find_number(subject, key, &number)) {
    fprintf(out, "%u", number);
  } else if (!strcmp(key, "cv-ports")) {
    return !subject->plugin->variant.has_cv ||
           expand_mappings(subject, out, "cv", error);
  } else if (!strcmp(key, "version")) {
    return expand(subject, out, "version", error);
  } else if (!strcmp(key, "window")) {
    return !subject->plugin->has_window ||
           expand(subject, out, "window", error);
  } else if (!strcmp(key, "audio-ports")) {
    return expand(subject, out, mono ? "mono" : "stereo", error);
  } else if (!strcmp(key, "groups")) {
    return mono || expand(subject, out, "stereo-groups", error);
  } else if (!strcmp(key, "each-tag") || !strcmp(key, "each-ranked-tag")) {
    return expand_tags(subject, key[5] == 'r', out, argument, error);
  } else if (!strcmp(key, "each-mapping")) {
    return expand_mappings(subject, out, argument, error);
  } else if (!write_port_field(subject, out, key, argument)) {
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
  const Subject subject = {description, 0, 0};
  return expand(&subject, out, name, error);
}
