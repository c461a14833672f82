#!/bin/sh
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

# Audio passes through the plugins in ffmpeg bit by bit
set -eu
. tests/host/audio.sh
need ffmpeg sox
if ! ffmpeg -hide_banner -filters 2>/dev/null | grep -q ' lv2 '; then
  echo "skipped: ffmpeg without lv2"
  exit 77
fi

# decode INPUT OUTPUT [OPTION...]
decode() {
  input=$1 output=$2
  shift 2
  ffmpeg -v error -y -i "$input" "$@" -f f32le "$output"
}

for plugin in stereo mono msd mtat jamendo; do
  channels=2
  [ $plugin != mono ] || channels=1
  make_audio "$work/in.wav" 44100 $channels
  decode "$work/in.wav" "$work/in.raw"
  decode "$work/in.wav" "$work/out.raw" -af "lv2=p=urn\\\\:earmark\\\\:$plugin"
  cmp "$work/in.raw" "$work/out.raw"
  echo "$plugin: $(wc -c <"$work/out.raw") bytes the same"
done
