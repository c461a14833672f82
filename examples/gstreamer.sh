#!/bin/sh
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

# What GStreamer plays: gstreamer.sh URI [OPTION of earmark watch]...
# WAV would need a file in which it can go back; Matroska does not.
set -eu

uri=$1
shift
gst-launch-1.0 -q uridecodebin uri="$uri" ! audioconvert ! audioresample ! \
  audio/x-raw,format=S16LE ! matroskamux streamable=true ! fdsink |
  earmark watch "$@" air=-
