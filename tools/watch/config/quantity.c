// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/watch/config/quantity.h"

#include "tools/options/number.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define MAX_TEXT 64
#define DIGITS "0123456789."

/// Seconds of a unit's letter; 0 if there is no such unit
static double
seconds_of(char unit)
{
  switch (unit) {
  case 's':
    return 1.0;
  case 'm':
    return 60.0;
  case 'h':
    return 3600.0;
  case 'd':
    return 86400.0;
  default:
    return 0.0;
  }
}

bool
quantity_seconds(const char* text, double* seconds, Error* error)
{
  double sum = 0.0;
  const char* rest = text;
  bool ok = *text;
  while (ok && *rest) {
    char number[MAX_TEXT];
    double value = 0.0;
    const size_t n = strspn(rest, DIGITS);
    const NumberRange range = {0.0, QUANTITY_MAX_SECONDS, false};
    snprintf(number, sizeof(number), "%.*s", (int)n, rest);
    const double unit = seconds_of(rest[n]);
    ok = n > 0 && n < MAX_TEXT && unit > 0.0 &&
         number_parse("", number, range, &value, NULL);
    sum += value * unit;
    rest += ok ? n + 1 : 0;
    rest += strspn(rest, " \t");
  }
  if (!ok || sum > QUANTITY_MAX_SECONDS) {
    error_set(error, "'%.60s' is no time, such as 30s, 5m, 2h or 1h 30m", text);
    return false;
  }
  *seconds = sum;
  return true;
}

bool
quantity_span(
    const char* text, double low, double high, double* seconds, Error* error)
{
  double value = 0.0;
  if (!quantity_seconds(text, &value, error)) {
    return false;
  }
  if (value < low || value > high) {
    error_set(error, "it is %g s to %g s", low, high);
    return false;
  }
  *seconds = value;
  return true;
}

bool
quantity_number(const char* text,
                const char* unit,
                double low,
                double high,
                double* value,
                Error* error)
{
  char number[MAX_TEXT];
  const size_t n = strspn(text, DIGITS "-+");
  const char* const rest = text + n + strspn(text + n, " \t");
  const NumberRange range = {low, high, false};
  snprintf(number, sizeof(number), "%.*s", (int)n, text);
  if (n >= MAX_TEXT || (*rest && strcasecmp(rest, unit) != 0) ||
      !number_parse("", number, range, value, NULL)) {
    error_set(error, "'%.60s' is no number from %g to %g%s%s", text, low, high,
              *unit ? " " : "", unit);
    return false;
  }
  return true;
}

bool
quantity_rate(const char* text,
              uint32_t most,
              uint32_t* number,
              double* seconds,
              Error* error)
{
  char count[MAX_TEXT];
  double value = 0.0;
  double span = 0.0;
  const size_t n = strspn(text, DIGITS);
  const char* rest = text + n + strspn(text + n, " \t");
  const NumberRange range = {2.0, (double)most, true};
  snprintf(count, sizeof(count), "%.*s", (int)n, text);
  const bool has_in = !strncmp(rest, "in", 2);
  rest += has_in ? 2 + strspn(rest + 2, " \t") : 0;
  if (n >= MAX_TEXT || !has_in ||
      !number_parse("", count, range, &value, NULL) ||
      !quantity_seconds(rest, &span, error) || !(span > 0.0)) {
    error_set(error, "'%.60s' is not such as 3 in 15m, with 2 to %u", text,
              most);
    return false;
  }
  *number = (uint32_t)value;
  *seconds = span;
  return true;
}

bool
quantity_bytes(const char* text, double* bytes, Error* error)
{
  static const char* const units[] = {"MB", "GB", "TB"};
  char number[MAX_TEXT];
  double value = 0.0;
  double size = 0.0;
  const size_t n = strspn(text, DIGITS);
  const char* const rest = text + n + strspn(text + n, " \t");
  const NumberRange range = {0.0, 1e6, false};
  for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); ++i) {
    size = strcasecmp(rest, units[i]) ? size : pow(1000.0, 2.0 + (double)i);
  }
  snprintf(number, sizeof(number), "%.*s", (int)n, text);
  if (n >= MAX_TEXT || !(size > 0.0) ||
      !number_parse("", number, range, &value, NULL) || value * size < 1e6) {
    error_set(error, "'%.60s' is no size of 1 MB or more, such as 500 MB, 2 GB",
              text);
    return false;
  }
  *bytes = value * size;
  return true;
}

bool
quantity_flag(const char* text, bool* flag, Error* error)
{
  const bool is_yes = !strcmp(text, "yes");
  if (!is_yes && strcmp(text, "no") != 0) {
    error_set(error, "'%.60s' is neither yes nor no", text);
    return false;
  }
  *flag = is_yes;
  return true;
}
