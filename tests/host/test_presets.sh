#!/bin/sh
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

# The presets are valid, belong to the plugins, and jalv loads each by its name
# with just the values that it has
set -eu
. tests/host/audio.sh
need lv2_validate lv2info jalv
ln -s "$build/earmark-presets.lv2" "$work/lv2/earmark-presets.lv2"

lv2_validate "$build"/earmark.lv2/*.ttl "$build"/earmark-presets.lv2/*.ttl
for plugin in stereo mono stereo-cv mono-cv; do
  lv2info urn:earmark:$plugin | sed -n '/Presets/,/Port 0/p' >"$work/names"
  for name in "Live display" "Mood automation" DJ "Broadcast monitor" \
    "Voice detector"; do
    grep -q "$name" "$work/names" || { echo "$plugin lacks $name"; exit 1; }
  done
done

. tests/host/jack.sh
mkfifo "$work/commands"
jalv -n earmark -x urn:earmark:stereo \
  <"$work/commands" >"$work/jalv.txt" 2>&1 &
jalv=$!
exec 3>"$work/commands"
await_port earmark:out_right
echo presets >&3 # Only then does jalv read them
sleep 1
presets="live mood dj broadcast voice"
for preset in $presets; do
  echo "preset urn:earmark:preset:$preset" >&3 # Prints the values, too
  sleep 1
done
exec 3>&- # jalv ends
wait $jalv

# shellcheck disable=SC2086 # A list of words
/usr/bin/python3 tests/host/check_presets.py \
  "$build/earmark-presets.lv2/presets.ttl" "$build/earmark.lv2/stereo.ttl" \
  "$work/jalv.txt" $presets
