// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_UTC_H
#define EARMARK_UTC_H

/// "2026-11-25T19:05:15.123Z" and its end
#define UTC_TEXT_SIZE 32

/// Seconds since 1970 of a monotonic time; the same for the same time, unless
/// the system's clock was set.  [any]
double utc_of(double stamp);

/// The monotonic time when the clock hour of `stamp` began, in UTC.  [any]
double utc_hour_of(double stamp);

/// RFC 3339, in milliseconds, of seconds since 1970.  [any]
const char* utc_format(double seconds, char text[UTC_TEXT_SIZE]);

#endif
