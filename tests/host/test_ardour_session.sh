#!/bin/sh
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

# A session in Ardour: presets by name, settings that are as they were when it is
# loaded again, MIDI that a track records, a tag that moves another plugin and
# leaves points in its lane, automation from a file, and exports that are alike
set -eu
. tests/host/audio.sh
need ardour7-lua ardour7-export sox
plugins=/usr/lib/lv2
[ -d $plugins/a-eq.lv2 ] || { echo "skipped: no equaliser of Ardour's"; exit 77; }
ln -s "$build/earmark-presets.lv2" "$work/lv2/earmark-presets.lv2"
ln -s $plugins/a-eq.lv2 "$work/lv2/a-eq.lv2"
export HOME="$work" XDG_CONFIG_HOME="$work/config" XDG_CACHE_HOME="$work/cache"
export EARMARK_WORK="$work" EARMARK_SCRIPTS="$PWD/tests/host/ardour"
export EARMARK_PROGRAM="$build/earmark"
export EARMARK_ACTION="$PWD/presets/ardour/earmark_tag_to_automation.lua"
mkdir -p "$work/config/ardour7/scripts"
cp presets/ardour/*.lua tests/host/ardour/probe.lua "$work/config/ardour7/scripts"

lua() { # NAME
  timeout 120 ardour7-lua "tests/host/ardour/$1.lua" >"$work/$1.txt" 2>&1 \
    </dev/null || { cat "$work/$1.txt"; exit 1; }
}

export_tags() { # FILE: what the probe makes of the tags, without silence's end
  timeout 120 ardour7-export -o "$1" "$work/session" session \
    >"$work/export.txt" 2>&1 </dev/null || { cat "$work/export.txt"; exit 1; }
}

sox -R -n -b 24 -r 48000 -c 2 "$work/music.wav" \
  synth 4 sine 220 sine 277 sine 330 gain -12 : synth 4 pinknoise gain -12
lua make
/usr/bin/python3 tests/host/ardour_session.py "$work/session" music \
  "$work/music.wav"
export_tags "$work/first.wav"
export_tags "$work/second.wav"
lua play
lua automation
/usr/bin/python3 tests/host/check_ardour.py "$work"
