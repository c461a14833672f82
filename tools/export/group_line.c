// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/export/group_line.h"

#include <stdio.h>

#define MAX_SAID 3u /* tags of a group: more are no longer a glance */
#define NUMBER 5u   /* columns of " 0.59" */
#define WIDEST 48u  /* that a group's column grows to */

/// The tags of a group that there is room for
static uint32_t
find_tags(const Summary* summary, uint32_t group, const uint32_t** tags)
{
  const uint32_t n = summary_tags(summary, group, tags);
  return n < MAX_SAID ? n : MAX_SAID;
}

/// Columns that a group's tags take
static uint32_t
measure(const View* view, const Summary* summary, uint32_t group)
{
  const uint32_t* tags = NULL;
  const uint32_t n = find_tags(summary, group, &tags);
  uint32_t width = n ? 2u * (n - 1u) : 0u; // Commas
  for (uint32_t i = 0; i < n; ++i) {
    width += terminal_width(view->tags[tags[i]].name) + NUMBER;
  }
  return width;
}

static void
print_group(FILE* stream,
            const GroupLines* lines,
            const View* view,
            const Summary* summary,
            uint32_t group,
            const float* values)
{
  const uint32_t* tags = NULL;
  const uint32_t n = find_tags(summary, group, &tags);
  for (uint32_t i = 0; i < n; ++i) {
    fputs(i ? ", " : "", stream);
    terminal_begin(stream, lines->colours, view->groups[group].colour);
    fputs(view->tags[tags[i]].name, stream);
    terminal_end(stream, lines->colours);
    fprintf(stream, " %.2f", (double)values[tags[i]]);
  }
}

void
group_line_print(FILE* stream,
                 GroupLines* lines,
                 const View* view,
                 const Summary* summary,
                 const float* values)
{
  uint32_t missing = 0; // Spaces to the next column
  bool has_begun = false;
  for (uint32_t g = 0; g < view->n_groups; ++g) {
    const uint32_t width = measure(view, summary, g);
    uint32_t* const column = &lines->widths[g];
    *column =
        lines->aligned && width > *column && width <= WIDEST ? width : *column;
    if (!width && !*column) {
      continue;
    }
    if (width) { // Nothing at the end of a line
      fprintf(stream, "%*s%s", (int)missing, "", has_begun ? " | " : " ");
      missing = 0;
      print_group(stream, lines, view, summary, g, values);
    } else {
      missing += has_begun ? 3u : 1u;
    }
    has_begun = true;
    missing += *column > width ? *column - width : 0u;
  }
}
