#!/bin/sh
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

# Take the README's pictures of Ardour: Earmark's window and the mixer strip,
# after it has heard the demo's piece.  Needs no display; takes a minute and a
# half.  Usage: demo/screenshots.sh [FOLDER]
set -eu
cd "$(dirname "$0")/.."
folder=${1:-doc}

scripts/install-deps build demo test
./waf configure build >/dev/null
[ -e build/demo/piece.wav ] || ./waf demo --args=--fast

work=$(mktemp -d)
children=
trap 'kill $children 2>/dev/null || true; wait; rm -rf "$work"' EXIT
mkdir -p "$work/lv2" "$work/config/ardour7"
ln -s "$PWD"/build/*.lv2 "$work/lv2"
export EARMARK_WORK="$work" LV2_PATH="$work/lv2" HOME="$work"
export XDG_CONFIG_HOME="$work/config" XDG_CACHE_HOME="$work/cache"

ardour7-lua demo/screenshots/session.lua >"$work/session.txt" 2>&1 </dev/null
/usr/bin/python3 tests/host/ardour_session.py "$work/session" music \
  build/demo/piece.wav
sed -i 's|<EngineHints[^>]*>||' "$work/session/session.ardour"

# With its audio system chosen and the mark of a first run, Ardour asks nothing
touch "$work/config/ardour7/.a7"
cat >"$work/config/ardour7/config" <<END
<?xml version="1.0" encoding="UTF-8"?>
<Ardour><Config>
  <Option name="hide-dummy-backend" value="0"/>
  <Option name="try-autostart-engine" value="1"/>
</Config><Extra><AudioMIDISetup><EngineStates>
  <State backend="None (Dummy)" driver="Normal Speed" device=""
    input-device="Silence" output-device="Silence" sample-rate="48000"
    buffer-size="1024" n-periods="0" input-latency="0" output-latency="0"
    lm-input="" lm-output="" active="1" use-buffered-io="0"
    midi-option="1 in, 1 out, Silence" lru="1"><MIDIDevices/></State>
</EngineStates></AudioMIDISetup></Extra></Ardour>
END

mkfifo "$work/display"
Xvfb -displayfd 3 -screen 0 1400x1000x24 -nolisten tcp \
  3>"$work/display" >"$work/xvfb.txt" 2>&1 &
children="$children $!"
read -r number <"$work/display"
export DISPLAY=":$number"

ardour "$work/session" >"$work/ardour.txt" 2>&1 </dev/null &
children="$children $!"
sleep 20
xdotool mousemove 1327 72 click 1 # The mixer
sleep 3
xdotool mousemove 323 215 click --repeat 2 --delay 100 1 # The plugin
sleep 2
window=$(xdotool search --onlyvisible --name Earmark | tail -n 1)
xdotool windowmove "$window" 600 150
xdotool mousemove 156 43 click 1 # Play
sleep 40
eval "$(xdotool getwindowgeometry --shell "$window")"

shoot() { # X Y WIDTH HEIGHT FILE
  ffmpeg -loglevel error -y -f x11grab -video_size "$3x$4" \
    -i "$DISPLAY+$1,$2" -frames:v 1 "$5" </dev/null
  echo "$5"
}

shoot "$X" "$Y" "$WIDTH" "$HEIGHT" "$folder/window.png"
shoot 277 106 112 200 "$folder/mixer-strip.png"
