#!/bin/sh
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

# Audio passes through the plugins in lv2apply bit by bit: no features, no
# buffers for atoms, one frame at a time
set -eu
. tests/host/audio.sh
need lv2apply sox

for plugin in stereo mono msd mtat jamendo; do
  channels=2
  [ $plugin != mono ] || channels=1
  make_audio "$work/long.wav" 44100 $channels
  sox "$work/long.wav" "$work/in.wav" trim 0 3
  lv2apply -i "$work/in.wav" -o "$work/out.wav" "urn:earmark:$plugin"
  samples "$work/in.wav" >"$work/in.raw"
  samples "$work/out.wav" >"$work/out.raw"
  cmp "$work/in.raw" "$work/out.raw"
  echo "$plugin: $(wc -c <"$work/out.raw") bytes the same"
done
