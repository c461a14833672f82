// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L // base/clock.h

#include "base/clock.h"
#include "plugin/features.h"
#include "plugin/prefix.h"
#include "plugin/ui/plugin_info.h"
#include "plugin/ui/ui_state.h"
#include "plugin/ui/window.h"

#include <lv2/atom/atom.h>
#include <lv2/core/lv2.h>
#include <lv2/options/options.h>
#include <lv2/ui/ui.h>
#include <lv2/urid/urid.h>

#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/// What the host gives; each may be NULL
typedef struct {
  void* parent; ///< An X window's number
  const LV2UI_Resize* resize;
  const LV2_URID_Map* map;
  const LV2_Options_Option* options;
} Features;

typedef struct {
  PluginInfo* info;
  UiState* state;
  Window* window;
  LV2UI_Write_Function write;
  LV2UI_Controller controller;
} Ui;

static Features
find_features(const LV2_Feature* const* list)
{
  return (Features){
      .parent = features_find(list, LV2_UI__parent),
      .resize = (const LV2UI_Resize*)features_find(list, LV2_UI__resize),
      .map = (const LV2_URID_Map*)features_find(list, LV2_URID__map),
      .options =
          (const LV2_Options_Option*)features_find(list, LV2_OPTIONS__options)};
}

/// An option of four bytes; NULL if the host does not say
static const void*
find_option(const Features* features, const char* uri, const char* type)
{
  const LV2_Options_Option* option = features->options;
  const LV2_URID key = features_map(features->map, uri);
  for (; option && option->key; ++option) {
    if (option->key == key && option->value && option->size == 4 &&
        option->type == features_map(features->map, type)) {
      return option->value;
    }
  }
  return NULL;
}

static Theme
make_theme(const Features* features)
{
  const float* const scale =
      (const float*)find_option(features, LV2_UI__scaleFactor, LV2_ATOM__Float);
  const uint32_t* const background = (const uint32_t*)find_option(
      features, LV2_UI__backgroundColor, LV2_ATOM__Int);
  const uint32_t* const text = (const uint32_t*)find_option(
      features, LV2_UI__foregroundColor, LV2_ATOM__Int);
  const bool sane = scale && isfinite(*scale) && *scale > 0.0f;
  return theme_make(sane ? (double)*scale : 1.0, background, text);
}

/// The left button hides a group or shows it again, the right one pins it
static void
press(void* handle, uint32_t group, uint32_t button)
{
  Ui* const ui = (Ui*)handle;
  const FixedPort fixed = button == 1 ? PORT_HIDDEN_GROUPS : PORT_PINNED_GROUPS;
  const uint32_t port = ui->state->ports[fixed];
  const float value = ui_state_toggled(ui->state, fixed, group);
  window_touch(ui->window, ui_state_set(ui->state, port, value));
  if (port != INFO_NONE && ui->write) {
    ui->write(ui->controller, port, sizeof(value), 0, &value);
  }
}

static void
cleanup(LV2UI_Handle handle)
{
  Ui* const ui = (Ui*)handle;
  window_free(ui->window);
  ui_state_free(ui->state);
  plugin_info_free(ui->info);
  free(ui);
}

static LV2UI_Handle
instantiate(const LV2UI_Descriptor* descriptor,
            const char* plugin_uri,
            const char* bundle_path,
            LV2UI_Write_Function write,
            LV2UI_Controller controller,
            LV2UI_Widget* widget,
            const LV2_Feature* const* feature_list)
{
  (void)descriptor;
  const Features features = find_features(feature_list);
  const Theme theme = make_theme(&features);
  Ui* const ui = (Ui*)calloc(1, sizeof(Ui));
  if (!ui) {
    return NULL;
  }
  ui->write = write;
  ui->controller = controller;
  ui->info = plugin_info_read(bundle_path, plugin_uri);
  ui->state = ui->info ? ui_state_new(ui->info) : NULL;
  ui->window = ui->state
                   ? window_new(ui->state, &theme,
                                (uint32_t)(uintptr_t)features.parent, press, ui)
                   : NULL;
  if (!ui->window) {
    cleanup(ui);
    return NULL;
  }
  *widget = (LV2UI_Widget)(uintptr_t)window_id(ui->window);
  if (features.resize) {
    uint32_t width = 0;
    uint32_t height = 0;
    window_size(ui->window, &width, &height);
    features.resize->ui_resize(features.resize->handle, (int)width,
                               (int)height);
  }
  return ui;
}

static void
port_event(LV2UI_Handle handle,
           uint32_t port,
           uint32_t size,
           uint32_t format,
           const void* buffer)
{
  Ui* const ui = (Ui*)handle;
  if (format == 0 && size == sizeof(float) && buffer) {
    float value = 0.0f;
    memcpy(&value, buffer, sizeof(value));
    window_touch(ui->window, ui_state_set(ui->state, port, value));
  }
}

static int
idle(LV2UI_Handle handle)
{
  Ui* const ui = (Ui*)handle;
  return !window_idle(ui->window, wall_seconds());
}

static const void*
extension_data(const char* uri)
{
  static const LV2UI_Idle_Interface idle_interface = {idle};
  return strcmp(uri, LV2_UI__idleInterface) ? NULL : &idle_interface;
}

static char own_uri[URI_MAX_PREFIX + 16] = URI_PREFIX "ui";
static LV2UI_Descriptor own = {own_uri, instantiate, cleanup, port_event,
                               extension_data};
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void
name_own(void)
{
  char prefix[URI_MAX_PREFIX];
  if (prefix_find(&own, prefix)) {
    snprintf(own_uri, sizeof(own_uri), "%sui", prefix);
  }
}

LV2_SYMBOL_EXPORT const LV2UI_Descriptor*
lv2ui_descriptor(uint32_t index)
{
  pthread_once(&once, name_own);
  return index ? NULL : &own;
}
