// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// Colours that can be read on what is behind them

#undef NDEBUG
#define _POSIX_C_SOURCE 200809L // base/clock.h

#include "base/colour.h"
#include "tests/support/run.h"

#include <assert.h>
#include <math.h>

static void
test_contrast(void)
{
  const Colour black = colour_of(0x000000);
  const Colour white = colour_of(0xFFFFFF);
  assert(fabs(colour_contrast(black, white) - 21.0) < 1e-9);
  assert(fabs(colour_contrast(white, white) - 1.0) < 1e-9);
  // As the WCAG's own examples: 0x767676 on white is just above 4.5
  assert(fabs(colour_contrast(colour_of(0x767676), white) - 4.54) < 0.01);
  assert(fabs(colour_luminance(colour_of(0xFF0000)) - 0.2126) < 1e-9);
  assert(fabs(colour_luminance(colour_of(0x808080)) - 0.2159) < 1e-3);
}

static void
test_luminance(void)
{
  for (uint32_t i = 0; i < 4096; ++i) {
    const uint32_t rgb =
        (i & 15u) * 17u | (i >> 4 & 15u) * 17u << 8 | (i >> 8) * 17u << 16;
    for (unsigned step = 0; step <= 10; ++step) {
      const double wanted = 0.1 * step;
      const Colour made = colour_with_luminance(colour_of(rgb), wanted);
      assert(fabs(colour_luminance(made) - wanted) < 1e-6);
      assert(made.r >= 0.0 && made.r <= 1.0 && made.b >= 0.0 && made.g <= 1.0);
    }
  }
}

/// On every background every colour can be made to be read
static void
test_against(void)
{
  for (uint32_t i = 0; i < 512; ++i) {
    const Colour behind = {(i & 7u) / 7.0, (i >> 3 & 7u) / 7.0, (i >> 6) / 7.0};
    for (uint32_t j = 0; j < 512; ++j) {
      const Colour own = {(j & 7u) / 7.0, (j >> 3 & 7u) / 7.0, (j >> 6) / 7.0};
      const Colour made = colour_against(own, behind, 4.5);
      assert(colour_contrast(made, behind) > 4.499);
    }
  }
  const Colour yellow = colour_of(0xF0E442);
  const Colour kept = colour_against(yellow, colour_of(0x202020), 4.5);
  assert(kept.r == yellow.r && kept.g == yellow.g && kept.b == yellow.b);
}

int
main(void)
{
  RUN(test_contrast());
  RUN(test_luminance());
  RUN(test_against());
  return 0;
}
