// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_COLOUR_H
#define EARMARK_COLOUR_H

#include <stdint.h>

/// Red, green and blue, as sRGB has them: 0..1
typedef struct {
  double r, g, b;
} Colour;

/// The colour 0xRRGGBB.  [any], as all here.
Colour colour_of(uint32_t rgb);

/// How bright it is: 0 (black) to 1 (white), by the WCAG's formula
double colour_luminance(Colour colour);

/// The WCAG's contrast ratio of two colours: 1 to 21
double colour_contrast(Colour a, Colour b);

/// Between two colours: 0 is `a`, 1 is `b`
Colour colour_mix(Colour a, Colour b, double share);

/// The same colour, made darker or lighter to have that luminance
Colour colour_with_luminance(Colour colour, double luminance);

/// The colour, made darker or lighter as far as is needed to have a contrast of
/// at least `contrast` to `background`, if any brightness has
Colour colour_against(Colour colour, Colour background, double contrast);

#endif
