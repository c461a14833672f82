#!/bin/sh
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

# A tag moves a controller at jalv's JACK MIDI port: every change once, at most
# as often as a mapping may speak
set -eu
. tests/host/audio.sh
need jalv jack_connect jack_midi_dump sndfile-jackplay sox
. tests/host/jack.sh

tag=$(sed -n '/rdfs:label "music"/{n;s/[^0-9]*//gp;q}' \
  "$build/earmark.lv2/stereo.ttl")
make_audio "$work/test.wav" 48000 2
mkfifo "$work/commands"
jalv -n earmark -x -c "map2_tag=$tag" -c map2_channel=3 -c map2_number=7 \
  urn:earmark:stereo <"$work/commands" >"$work/jalv.txt" 2>&1 &
jalv=$!
exec 3>"$work/commands"
await_port earmark:out_right
jack_midi_dump >"$work/midi.txt" 2>&1 3>&- &
dump=$!
await_port midi-monitor:input
jack_connect earmark:notify midi-monitor:input
sndfile-jackplay "$work/test.wav" >"$work/play.txt" 2>&1 &
await_port jackplay:out_2
jack_connect jackplay:out_1 earmark:in_left
jack_connect jackplay:out_2 earmark:in_right
sleep 8
exec 3>&- # jalv ends
wait $jalv
kill $dump

grep 'control change' "$work/midi.txt" >"$work/events.txt" || {
  cat "$work/midi.txt" "$work/jalv.txt"
  exit 1
}
head -n 3 "$work/events.txt"
wc -l <"$work/events.txt"
awk '!/channel  2\): controller   7/ { bad = 1 }
  $NF == last { bad = 1 }
  { last = $NF }
  END { exit bad || NR < 5 || NR > 8 * 50 }' "$work/events.txt"
