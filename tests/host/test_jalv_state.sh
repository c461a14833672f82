#!/bin/sh
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

# What is set by port and by a click in the window survives saving and loading in
# jalv.gtk3, where saving is a menu's entry; what an earlier version saved there,
# with fewer ports and fewer tags to map, loads with the same settings; and the CV
# variant loads in jalv
set -eu
. tests/host/audio.sh
[ -e "$build/earmark.lv2/earmark_ui.so" ] ||
  { echo "skipped: built without a window"; exit 77; }
need jalv jalv.gtk3 jack_lsp xdotool
. tests/host/display.sh
. tests/host/jack.sh

await_window() { # OPTION NAME, as in xdotool search.  Sets window.
  tries=0
  until window=$(xdotool search --onlyvisible "$1" "$2" 2>/dev/null |
    head -n 1) && [ -n "$window" ]; do
    tries=$((tries + 1))
    [ $tries -lt 50 ] || { echo "no window $2"; cat "$work"/jalv*.txt; exit 1; }
    sleep 0.2
  done
  sleep 1
}

save() { # FOLDER
  xdotool mousemove 200 12 windowfocus "$window"
  sleep 0.5
  xdotool key ctrl+s
  await_window --name "Save State"
  xdotool type --delay 20 "$1"
  sleep 1 # It looks the name up first
  xdotool key Return
  tries=0
  until [ -s "$1/state.ttl" ]; do
    tries=$((tries + 1))
    [ $tries -lt 25 ] || { echo "not saved"; exit 1; }
    sleep 0.2
  done
}

jalv.gtk3 --jack-name one -c memory=7 -c smoothing=0.3 -c map2_tag=5 \
  -c map2_kind=2 urn:earmark:stereo >"$work/jalv1.txt" 2>&1 &
one=$!
children="$children $one"
await_port one:out_right
await_window --class jalv
xdotool mousemove 110 45 click 1 # The first group's button
sleep 1
save "$work/first"
kill $one
wait $one || true

jalv.gtk3 --jack-name two --load "$work/first" >"$work/jalv2.txt" 2>&1 &
two=$!
children="$children $two"
await_port two:out_right
await_window --class jalv
save "$work/second"
kill $two # Its window would be found again
wait $two || true

values() { # FOLDER
  sed -n 's/^\t\t\(lv2:symbol\|pset:value\) //p' "$1/state.ttl"
}
values "$work/first" >"$work/first.txt"
values "$work/second" >"$work/second.txt"
cmp "$work/first.txt" "$work/second.txt"
tr -d '\n' <"$work/first.txt" >"$work/line.txt"
for value in '"memory" ;7.0' '"smoothing" ;0.3' '"map2_tag" ;5.0' \
  '"map2_kind" ;2.0' '"hidden_groups" ;1.0'; do
  grep -q "$value" "$work/line.txt" || { cat "$work/first.txt"; exit 1; }
done
wc -l "$work/first.txt"

cp -r tests/host/earlier "$work/earlier"
jalv.gtk3 --jack-name three --load "$work/earlier" >"$work/jalv3.txt" 2>&1 &
children="$children $!"
await_port three:out_right
await_window --class jalv
save "$work/third"
values "$work/earlier" | paste -d ' ' - - >"$work/earlier.txt"
values "$work/third" | paste -d ' ' - - >"$work/third.txt"
[ "$(wc -l <"$work/earlier.txt")" -gt 40 ]
grep -vxFf "$work/third.txt" "$work/earlier.txt" &&
  { echo "the lines above were not kept"; exit 1; }

for plugin in stereo-cv mono-cv; do
  mkfifo "$work/$plugin"
  jalv -n $plugin -x urn:earmark:$plugin <"$work/$plugin" \
    >"$work/$plugin.txt" 2>&1 &
  children="$children $!"
  exec 4>"$work/$plugin"
  await_port $plugin:cv4
  exec 4>&-
done
