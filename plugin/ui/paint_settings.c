// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "plugin/ui/paint.h"

#include "plugin/ports.h"
#include "plugin/ui/mapping_text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define MAX_TEXT 512
#define MAX_LINES (2u + PORTS_MAPPINGS)
#define HEIGHT 1.1 /* of a line, in lines of text */
#define LARGEST 1.5
#define WIDE 30.0 /* where two columns fit */
#define METER 3.0 /* of a mapping's value, as wide */

/// A line below the bars
typedef struct {
  char text[MAX_TEXT];
  bool is_wrong;
  bool has_level;
  float level;
} Entry;

static void
describe_scales(const UiState* state, Entry* entry)
{
  const View* const view = &state->info->view;
  size_t n = 0;
  for (uint32_t i = 0; i < view->n_scales && n < MAX_TEXT; ++i) {
    const int written =
        snprintf(entry->text + n, MAX_TEXT - n, "%s%s %.2f", i ? ", " : "",
                 view->scales[i].name, (double)state->shown[view->n_tags + i]);
    n += written > 0 ? (size_t)written : 0u;
  }
}

static void
describe_status(const UiState* state, Entry* entry)
{
  const double dropped = (double)ui_state_get(state, PORT_DROPPED);
  entry->is_wrong = dropped > 0.0;
  if (ui_state_get(state, PORT_ENABLED) <= 0.0f) {
    snprintf(entry->text, MAX_TEXT, "Off");
  } else if (dropped > 0.0) {
    snprintf(entry->text, MAX_TEXT, "Too busy: %.0f ms were not listened to",
             dropped);
  } else {
    snprintf(entry->text, MAX_TEXT,
             "Threshold %.2f, hysteresis %.2f, memory %.1f s",
             (double)ui_state_get(state, PORT_THRESHOLD),
             (double)ui_state_get(state, PORT_HYSTERESIS),
             (double)ui_state_get(state, PORT_MEMORY));
  }
}

/// What matters most first: what is wrong, scales, mappings, settings
static uint32_t
collect(const UiState* state, Entry entries[MAX_LINES])
{
  uint32_t n = 0;
  Entry status;
  memset(&status, 0, sizeof(status));
  describe_status(state, &status);
  if (status.is_wrong) {
    entries[n++] = status;
  }
  if (state->info->view.n_scales) {
    describe_scales(state, &entries[n++]);
  }
  for (uint32_t i = 0; i < PORTS_MAPPINGS; ++i) {
    Entry* const entry = &entries[n];
    entry->has_level =
        mapping_text(state, i, entry->text, MAX_TEXT, &entry->level);
    n += entry->has_level ? 1u : 0u;
  }
  if (!status.is_wrong) {
    entries[n++] = status;
  }
  return n;
}

static void
paint_entry(cairo_t* cr,
            const Painting* self,
            const Entry* entry,
            const Area* area)
{
  const Theme* const theme = self->theme;
  const double height = area->height / HEIGHT;
  const double width = METER * height;
  const double meter = entry->has_level ? width + 0.4 * height : 0.0;
  const Line line = {.x = area->x + meter,
                     .y = area->y,
                     .width = fmax(area->width - meter, 0.0),
                     .height = height,
                     .least = 0.6 * theme->em};
  if (entry->has_level) {
    const double top = area->y + 0.25 * height;
    theme_rectangle(cr, theme->trough, area->x, top, width, 0.5 * height);
    theme_rectangle(cr, theme->mark, area->x, top, width * (double)entry->level,
                    0.5 * height);
  }
  theme_write(cr, &line,
              entry->is_wrong    ? theme->mark
              : entry->has_level ? theme->text
                                 : theme->dim,
              entry->text);
}

void
paint_settings(cairo_t* cr, const Painting* self)
{
  const Area* const area = &self->layout->settings;
  const double em = self->theme->em;
  Entry entries[MAX_LINES];
  memset(entries, 0, sizeof(entries));
  const uint32_t n = collect(self->state, entries);
  const uint32_t fitting = (uint32_t)fmax(area->height / (HEIGHT * em), 1.0);
  const uint32_t n_columns = n > fitting && area->width > WIDE * em ? 2u : 1u;
  const uint32_t n_lines = (n + n_columns - 1) / n_columns;
  const uint32_t n_shown = n_lines < fitting ? n_lines : fitting;
  const double largest = (n_columns > 1 ? HEIGHT : LARGEST) * em;
  const double line = fmin(area->height / n_shown, largest);
  const double width = area->width / n_columns;
  for (uint32_t i = 0; i < n && i < n_columns * n_shown; ++i) {
    const uint32_t column = i / n_shown;
    const Area own = {area->x + width * column, area->y + line * (i % n_shown),
                      width - 0.6 * em, line};
    paint_entry(cr, self, &entries[i], &own);
  }
}
