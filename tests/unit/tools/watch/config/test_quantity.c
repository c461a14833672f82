// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// Times, numbers with units, yes and no

#undef NDEBUG

#include "tools/watch/config/quantity.h"

#include <assert.h>
#include <math.h>
#include <stddef.h>

static void
test_seconds(void)
{
  static const struct {
    const char* text;
    double seconds; ///< Below 0: no time
  } cases[] = {{"30s", 30.0},     {"5m", 300.0},  {"2h", 7200.0},
               {"1d", 86400.0},   {"0.5s", 0.5},  {"1h 30m", 5400.0},
               {"1h30m", 5400.0}, {"0s", 0.0},    {"", -1.0},
               {"5", -1.0},       {"s", -1.0},    {"5 m", -1.0},
               {"-5s", -1.0},     {"5w", -1.0},   {"1.2.3s", -1.0},
               {"99999d", -1.0},  {"1e9s", -1.0}, {"5s x", -1.0}};
  for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); ++i) {
    Error error = {""};
    double seconds = -2.0;
    assert(quantity_seconds(cases[i].text, &seconds, &error) ==
           (cases[i].seconds >= 0.0));
    assert(cases[i].seconds < 0.0 ? error.text[0] && seconds < -1.0
                                  : fabs(seconds - cases[i].seconds) < 1e-9);
  }
}

static void
test_numbers(void)
{
  double value = 0.0;
  Error error = {""};
  assert(quantity_number("-50 LUFS", "LUFS", -120.0, 0.0, &value, &error));
  assert(fabs(value + 50.0) < 1e-9);
  assert(quantity_number("-50.5lufs", "LUFS", -120.0, 0.0, &value, &error));
  assert(fabs(value + 50.5) < 1e-9);
  assert(quantity_number("0.5", "", 0.0, 1.0, &value, &error));
  assert(!error.text[0]);
  assert(!quantity_number("-50 dBFS", "LUFS", -120.0, 0.0, &value, &error));
  assert(!quantity_number("5", "LUFS", -120.0, 0.0, &value, &error));
  assert(!quantity_number("", "LUFS", -120.0, 0.0, &value, &error));
  assert(!quantity_number("nan", "", -120.0, 0.0, &value, &error));
  assert(error.text[0] && fabs(value - 0.5) < 1e-9);
}

static void
test_rate(void)
{
  static const char* const bad[] = {"",        "3",        "3 in",  "1 in 5m",
                                    "9 in 5m", "3 at 5m",  "in 5m", "3 in 0s",
                                    "3 in 5",  "2.5 in 5m"};
  uint32_t n = 0;
  double seconds = 0.0;
  Error error = {""};
  assert(quantity_rate("3 in 15m", 8, &n, &seconds, &error));
  assert(n == 3 && fabs(seconds - 900.0) < 1e-9);
  assert(quantity_rate("8in1h", 8, &n, &seconds, &error) && n == 8);
  for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); ++i) {
    error.text[0] = '\0';
    assert(!quantity_rate(bad[i], 8, &n, &seconds, &error));
    assert(error.text[0] && n == 8);
  }
}

static void
test_bytes(void)
{
  double bytes = 0.0;
  Error error = {""};
  assert(quantity_bytes("500 MB", &bytes, &error) && bytes > 499.9e6);
  assert(bytes < 500.1e6);
  assert(quantity_bytes("1.5gb", &bytes, &error) && fabs(bytes - 1.5e9) < 1.0);
  assert(!error.text[0]);
  const char* const bad[] = {"", "5", "MB", "0 GB", "0.5 MB", "-1 GB", "1 kB"};
  for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); ++i) {
    Error message = {""};
    assert(!quantity_bytes(bad[i], &bytes, &message) && message.text[0]);
  }
  assert(fabs(bytes - 1.5e9) < 1.0);
}

int
main(void)
{
  bool flag = false;
  Error error = {""};
  test_seconds();
  test_numbers();
  test_rate();
  test_bytes();
  assert(quantity_flag("yes", &flag, &error) && flag);
  assert(quantity_flag("no", &flag, &error) && !flag);
  assert(!quantity_flag("true", &flag, &error) && error.text[0]);
  return 0;
}
