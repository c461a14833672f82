// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// Numbers of the command line: the whole text, the whole range, nothing else

#undef NDEBUG

#include "tools/options/number.h"

#include <assert.h>
#include <math.h>
#include <stddef.h>
#include <string.h>

static const NumberRange unit = {0.0, 1.0, false};
static const NumberRange midi = {0.0, 127.0, true};
static const NumberRange wide = {-1e6, 1e6, false};

static void
accept(const char* text, NumberRange range, double wanted)
{
  double value = (double)NAN;
  Error error = {""};
  assert(number_parse("--x", text, range, &value, &error));
  assert(fabs(value - wanted) < 1e-12 && !error.text[0]);
}

static void
refuse(const char* text, NumberRange range, const char* message)
{
  double value = 42.0;
  Error error = {""};
  assert(!number_parse("--x", text, range, &value, &error));
  assert(!strcmp(error.text, message));
  assert(fabs(value - 42.0) < 1e-12); // As it was
}

int
main(void)
{
  static const char* const bad[] = {
      "",      " ",   "x",   "1x",  "1e3x",  " 1",  "1 ",   "1\n",
      "0x1",   "nan", "inf", "+-1", ".",     "e",   "1e",   "1,0",
      "1.0.0", "--1", "-",   "+",   "1 000", "NaN", "-inf", "0x1p3"};
  accept("0", unit, 0.0);
  accept("1", unit, 1.0);
  accept("-0", unit, 0.0);
  accept("+.5", unit, 0.5);
  accept("5e-1", unit, 0.5);
  accept("127", midi, 127.0);
  accept("1e2", midi, 100.0);
  accept("20.0", midi, 20.0);
  accept("-12.5", wide, -12.5);
  for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); ++i) {
    refuse(bad[i], wide, "--x needs a number from -1000000 to 1000000");
  }
  refuse(NULL, unit, "--x needs a number from 0 to 1");
  refuse("1.0000001", unit, "--x needs a number from 0 to 1");
  refuse("-1e-9", unit, "--x needs a number from 0 to 1");
  refuse("1e999", unit, "--x needs a number from 0 to 1");
  refuse("20.9", midi, "--x needs a whole number from 0 to 127");
  refuse("128", midi, "--x needs a whole number from 0 to 127");
  return 0;
}
