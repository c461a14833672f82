// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L // isatty, fileno

#include "tools/export/terminal.h"

#include "base/colour.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/// As far from black as from white: 4.6 to 1
#define LUMINANCE 0.179

static const char*
variable(const char* name)
{
  const char* const value = getenv(name);
  return value ? value : "";
}

bool
terminal_parse(const char* text, TerminalWhen* when)
{
  static const char* const words[] = {"auto", "always", "never"};
  for (unsigned i = 0; i < 3; ++i) {
    if (!strcmp(text, words[i])) {
      *when = (TerminalWhen)i;
      return true;
    }
  }
  return false;
}

TerminalColours
terminal_colours(FILE* stream, TerminalWhen when)
{
  const char* const term = variable("TERM");
  const char* const more = variable("COLORTERM");
  if (when == TERMINAL_NEVER ||
      (when == TERMINAL_AUTO &&
       (*variable("NO_COLOR") || !isatty(fileno(stream)) || !*term ||
        !strcmp(term, "dumb")))) {
    return TERMINAL_PLAIN;
  }
  return !strcmp(more, "truecolor") || !strcmp(more, "24bit") ? TERMINAL_FULL
         : strstr(term, "256color")                           ? TERMINAL_256
                                                              : TERMINAL_8;
}

static unsigned
level(double value, double highest)
{
  return (unsigned)lrint(value * highest);
}

/// Of the cube of 6 x 6 x 6, whose levels are 0, 95, 135, ..., 255
static unsigned
cube_level(double value)
{
  const double byte = 255.0 * value;
  return byte < 48.0    ? 0u
         : byte < 115.0 ? 1u
                        : level((byte - 55.0) / 40.0, 1.0);
}

void
terminal_begin(FILE* stream, TerminalColours colours, uint32_t rgb)
{
  const Colour pure = colour_of(rgb);
  const Colour c = colour_with_luminance(pure, LUMINANCE);
  if (colours == TERMINAL_FULL) {
    fprintf(stream, "\033[38;2;%u;%u;%um", level(c.r, 255.0), level(c.g, 255.0),
            level(c.b, 255.0));
  } else if (colours == TERMINAL_256) {
    fprintf(stream, "\033[38;5;%um",
            16u + 36u * cube_level(c.r) + 6u * cube_level(c.g) +
                cube_level(c.b));
  } else if (colours == TERMINAL_8) {
    // Which of the colours is in it; greys stay as usual
    const double half = 0.5 * fmax(pure.r, fmax(pure.g, pure.b));
    const unsigned bits = (pure.r > half ? 1u : 0u) |
                          (pure.g > half ? 2u : 0u) | (pure.b > half ? 4u : 0u);
    fprintf(stream, "\033[%um", bits == 7u ? 39u : 30u + bits);
  }
}

void
terminal_end(FILE* stream, TerminalColours colours)
{
  if (colours != TERMINAL_PLAIN) {
    fputs("\033[39m", stream);
  }
}

uint32_t
terminal_width(const char* text)
{
  uint32_t n = 0;
  for (const unsigned char* c = (const unsigned char*)text; *c; ++c) {
    n += (*c & 0xC0u) != 0x80u ? 1u : 0u; // But for what continues a character
  }
  return n;
}
