// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_CAPTURE_DEVICE_H
#define EARMARK_CAPTURE_DEVICE_H

#include <libavformat/avformat.h>

/// What a device is captured by, of an address such as "alsa:hw:0",
/// "pulse:NAME" or "jack:NAME"; NULL if it is none, or this was built without
/// devices.  [any]
const AVInputFormat* capture_device_format(const char* address);

/// The device's name within such an address.  [any]
const char* capture_device_name(const char* address);

#endif
