#!/bin/sh
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

# The bundle's Turtle is valid LV2, names survive it whatever they hold, and the
# generator refuses what cannot be right
set -eu
. tests/host/audio.sh
need lv2_validate sord_validate lv2ls lv2apply sox

lv2_validate "$build"/earmark.lv2/*.ttl
[ "$(lv2ls | sort | tr '\n' ' ')" = "urn:earmark:jamendo urn:earmark:mono \
urn:earmark:mono-cv urn:earmark:msd urn:earmark:mtat urn:earmark:stereo \
urn:earmark:stereo-cv " ]

make_audio "$work/long.wav" 44100 2
sox "$work/long.wav" "$work/stereo.wav" trim 0 2
sox "$work/stereo.wav" -c 1 "$work/mono.wav"
exec /usr/bin/python3 tests/host/check_names.py "$build" "$work"
