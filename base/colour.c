// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "base/colour.h"

#include <math.h>
#include <stdbool.h>

#define FLARE 0.05 /* light that falls on any screen, in contrasts */
#define STEPS 40u

Colour
colour_of(uint32_t rgb)
{
  return (Colour){(double)(rgb >> 16 & 0xFFu) / 255.0,
                  (double)(rgb >> 8 & 0xFFu) / 255.0,
                  (double)(rgb & 0xFFu) / 255.0};
}

/// From a value of sRGB to light
static double
find_light(double value)
{
  return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4);
}

double
colour_luminance(Colour colour)
{
  return 0.2126 * find_light(colour.r) + 0.7152 * find_light(colour.g) +
         0.0722 * find_light(colour.b);
}

double
colour_contrast(Colour a, Colour b)
{
  const double first = colour_luminance(a) + FLARE;
  const double second = colour_luminance(b) + FLARE;
  return fmax(first, second) / fmin(first, second);
}

Colour
colour_mix(Colour a, Colour b, double share)
{
  return (Colour){a.r + share * (b.r - a.r), a.g + share * (b.g - a.g),
                  a.b + share * (b.b - a.b)};
}

Colour
colour_with_luminance(Colour colour, double luminance)
{
  const double own = colour_luminance(colour);
  const Colour end =
      own > luminance ? (Colour){0.0, 0.0, 0.0} : (Colour){1.0, 1.0, 1.0};
  double low = 0.0;
  double high = 1.0;
  for (unsigned i = 0; i < STEPS; ++i) {
    const double share = 0.5 * (low + high);
    const double mixed = colour_luminance(colour_mix(colour, end, share));
    const bool is_far = own > luminance ? mixed > luminance : mixed < luminance;
    low = is_far ? share : low;
    high = is_far ? high : share;
  }
  return colour_mix(colour, end, high);
}

Colour
colour_against(Colour colour, Colour background, double contrast)
{
  if (colour_contrast(colour, background) >= contrast) {
    return colour;
  }
  // Towards the side of its own where there is room, else towards the other
  const double behind = colour_luminance(background) + FLARE;
  const double lighter = behind * contrast - FLARE;
  const double darker = behind / contrast - FLARE;
  const bool is_lighter = colour_luminance(colour) + FLARE >= behind;
  const bool may_lighten = lighter <= 1.0;
  const bool may_darken = darker >= 0.0;
  const bool lightens =
      may_lighten && may_darken ? is_lighter : lighter - 1.0 < -darker;
  const double wanted = lightens ? lighter : darker;
  return colour_with_luminance(colour, fmin(fmax(wanted, 0.0), 1.0));
}
