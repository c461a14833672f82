// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/watch/display/live_table.h"

#include "tools/options/message.h"

#include <math.h>
#include <string.h>

#define NAME_WIDTH 18
#define BAR_WIDTH 10
#define HEAD_LINES 2u /* The title, and names of columns */
#define CLEAR_LINE "\x1b[K\r\n"

/// Groups whose strongest tag is shown, and room for it
static const struct {
  const char* group;
  int width;
} shown[] = {{"genre", 13}, {"mood", 10}, {"voice", 13}};

void
live_table_enter(FILE* stream)
{
  fputs("\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[2J", stream);
  fflush(stream);
}

void
live_table_leave(FILE* stream)
{
  fputs("\x1b[?7h\x1b[?25h\x1b[?1049l", stream);
  fflush(stream);
}

/// What leads in a group, or ""
static const char*
leader_of(const View* view, const Summary* summary, const char* name)
{
  for (uint32_t g = 0; g < view->n_groups; ++g) {
    const uint32_t leader = summary_leader(summary, g);
    if (leader && !strcmp(view->groups[g].name, name)) {
      return view->tags[leader - 1].name;
    }
  }
  return "";
}

/// Music, speech and silence as a bar of characters
static void
draw_bar(FILE* stream, const View* view, const Reading* reading)
{
  static const char* const names[] = {"music", "speech", "silence"};
  static const char marks[] =
      "=:."; // By the strongest, as long as it is strong
  double best = 0.0;
  char mark = ' ';
  for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); ++i) {
    const double value = reading_tag(reading, view, names[i]);
    if (value > best) {
      best = value;
      mark = marks[i];
    }
  }
  const int length = (int)lround(best * BAR_WIDTH);
  for (int i = 0; i < BAR_WIDTH; ++i) {
    putc(i < length ? mark : ' ', stream);
  }
  putc(' ', stream);
}

static void
draw_number(FILE* stream, double value, int width)
{
  if (isfinite(value) && value > SIGNAL_LEVEL_FLOOR) {
    fprintf(stream, "%*.1f ", width, value);
  } else {
    fprintf(stream, "%*s ", width, "-");
  }
}

static void
draw_reading(FILE* stream, const View* view, const LiveTableRow* row)
{
  const Reading* const reading = row->reading;
  draw_bar(stream, view, reading);
  for (size_t i = 0; i < sizeof(shown) / sizeof(shown[0]); ++i) {
    fprintf(stream, "%-*.*s ", shown[i].width, shown[i].width,
            leader_of(view, row->summary, shown[i].group));
  }
  draw_number(stream, reading->loudness.short_term, 6);
  draw_number(stream, signal_level_rms_left(&reading->level), 6);
  draw_number(stream, signal_level_rms_right(&reading->level), 6);
}

/// The rules that fire, in red
static void
draw_rules(FILE* stream, const AlarmPanel* panel)
{
  for (uint32_t i = 0; i < panel->n; ++i) {
    if (panel->alarms[i].is_firing) {
      fprintf(stream, "\x1b[1;31m%s\x1b[0m ", panel->alarms[i].rule->name);
    }
  }
}

static void
draw_row(FILE* stream, const View* view, const LiveTableRow* row)
{
  const SourceStatus* const status = &row->status;
  fprintf(stream, "%-*.*s %-10s ", NAME_WIDTH, NAME_WIDTH, row->name,
          source_state_name(status->state));
  if (status->state != SOURCE_LIVE) {
    draw_rules(stream, row->panel);
    fputs(source_reason_text(status->reason), stream);
  } else if (row->reading) {
    draw_reading(stream, view, row);
    draw_rules(stream, row->panel);
    message_text(stream, row->reading->title.text);
  }
  fputs(CLEAR_LINE, stream);
}

void
live_table_draw(const LiveTable* table, uint32_t n_lines, FILE* stream)
{
  const uint32_t room = n_lines > HEAD_LINES + 1 ? n_lines - HEAD_LINES - 1 : 1;
  const uint32_t n_rows = table->n_rows < room ? table->n_rows : room;
  fprintf(stream, "\x1b[H%s" CLEAR_LINE, table->title);
  fprintf(stream, "\x1b[7m%-*s %-10s %-*s ", NAME_WIDTH, "STATION", "STATE",
          BAR_WIDTH, "CONTENT");
  for (size_t i = 0; i < sizeof(shown) / sizeof(shown[0]); ++i) {
    fprintf(stream, "%-*s ", shown[i].width, shown[i].group);
  }
  fprintf(stream, "%6s %6s %6s %s\x1b[K\x1b[0m\r\n", "LUFS", "LEFT", "RIGHT",
          "RULES, TITLE");
  for (uint32_t i = 0; i < n_rows; ++i) {
    draw_row(stream, table->view, &table->rows[i]);
  }
  const uint32_t left = room - n_rows;
  const uint32_t n_messages =
      table->n_messages < left ? table->n_messages : left;
  for (uint32_t i = table->n_messages - n_messages; i < table->n_messages;
       ++i) {
    message_text(stream, table->messages[i]);
    fputs(CLEAR_LINE, stream);
  }
  fputs("\x1b[J", stream);
  fflush(stream);
}
