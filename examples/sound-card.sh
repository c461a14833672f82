#!/bin/sh
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

# A sound card, by PulseAudio or PipeWire: sound-card.sh SOURCE [OPTION of earmark
# watch]...  SOURCE is @DEFAULT_SOURCE@, or one of: pactl list short sources
set -eu

source=$1
shift
parec --device="$source" --latency-msec=100 --format=s16le --rate=48000 --channels=2 |
  ffmpeg -v error -nostdin -f s16le -ar 48000 -ac 2 -i - -f wav - |
  earmark watch "$@" desk=-
