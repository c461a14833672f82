#!/bin/sh
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

# The window in a real host, jalv.gtk3: what it shows follows the ports, through
# a change of size
set -eu
. tests/host/audio.sh
[ -e "$build/earmark.lv2/earmark_ui.so" ] ||
  { echo "skipped: built without a window"; exit 77; }
need jalv.gtk3 jack_connect sndfile-jackplay sox ffmpeg xdotool
. tests/host/display.sh
. tests/host/jack.sh

shoot() { # FILE: the whole screen
  ffmpeg -loglevel error -y -f x11grab -video_size 1280x900 -i "$DISPLAY" \
    -frames:v 1 "$1" </dev/null
}

sox -R -n -r 48000 -c 2 "$work/chord.wav" synth 30 sine 220 sine 277 sine 330 \
  gain -12 # A steady one
jalv.gtk3 --print-controls --jack-name earmark -c threshold=1 \
  urn:earmark:stereo >"$work/jalv.txt" 2>&1 &
children="$children $!"
await_port earmark:out_right
shoot "$work/silence.ppm"
sndfile-jackplay "$work/chord.wav" >"$work/play.txt" 2>&1 &
children="$children $!"
await_port jackplay:out_2
jack_connect jackplay:out_1 earmark:in_left
jack_connect jackplay:out_2 earmark:in_right
sleep 8
cp "$work/jalv.txt" "$work/at-normal.txt"
shoot "$work/normal.ppm"
window=$(xdotool search --onlyvisible --class jalv | head -n 1)
xdotool windowsize "$window" 1200 800
sleep 2
cp "$work/jalv.txt" "$work/at-large.txt"
shoot "$work/large.ppm"

/usr/bin/python3 tests/host/check_screenshot.py "$build/earmark.lv2/stereo.ttl" \
  "$work/silence.ppm" - "$work/normal.ppm" "$work/at-normal.txt" \
  "$work/large.ppm" "$work/at-large.txt" || { tail -n 5 "$work/jalv.txt"; exit 1; }
