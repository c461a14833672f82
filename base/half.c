// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "base/half.h"

#include <string.h>

static float
convert(uint16_t half)
{
  const uint32_t sign = (uint32_t)(half & 0x8000u) << 16u;
  const uint32_t exponent = (half >> 10u) & 31u;
  const uint32_t mantissa = half & 0x3FFu;
  if (exponent == 0u) { // Zero or subnormal: a multiple of 2^-24
    const float value = (float)mantissa * 0x1p-24f;
    return sign ? -value : value;
  }
  const uint32_t biased = exponent == 31u ? 255u : exponent + 112u;
  const uint32_t bits = sign | (biased << 23u) | (mantissa << 13u);
  float value = 0.0f;
  memcpy(&value, &bits, sizeof(value));
  return value;
}

void
half_to_float(const uint16_t* half, float* single, size_t n)
{
  for (size_t i = 0; i < n; ++i) {
    single[i] = convert(half[i]);
  }
}
