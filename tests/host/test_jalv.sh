#!/bin/sh
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

# The plugin in jalv with JACK's dummy driver: in real time, by the host's worker
set -eu
. tests/host/audio.sh
need jalv jack_connect sndfile-jackplay sox
. tests/host/jack.sh

make_audio "$work/test.wav" 48000 2
mkfifo "$work/commands"
jalv -n earmark -x urn:earmark:stereo \
  <"$work/commands" >"$work/jalv.txt" 2>&1 &
jalv=$!
exec 3>"$work/commands"
await_port earmark:out_right
sndfile-jackplay "$work/test.wav" >"$work/play.txt" 2>&1 &
await_port jackplay:out_2
jack_connect jackplay:out_1 earmark:in_left
jack_connect jackplay:out_2 earmark:in_right
for _ in 1 2 3 4 5 6 7 8 9 10; do
  sleep 1
  echo monitors >&3
done
exec 3>&- # jalv ends
wait $jalv

# values SYMBOL: its value after each second
values() {
  sed -n "s/^\(> \)*$1 = //p" "$work/jalv.txt"
}

fail() {
  echo "$1"
  cat "$work/jalv.txt"
  exit 1
}

for symbol in top_tag top_probability load dropped rock piano loud; do
  echo "$symbol: $(values $symbol | tr '\n' ' ')"
done
[ "$(values dropped | sort -u)" = 0.000000 ] || fail "audio was dropped"
[ "$(values load | tail -n 1)" != 0.000000 ] || fail "the worker did nothing"
for symbol in top_probability rock piano loud; do
  [ "$(values $symbol | sort -u | wc -l)" -ge 6 ] || fail "$symbol does not move"
done
