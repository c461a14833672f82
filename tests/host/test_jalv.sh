#!/bin/sh
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

# The plugin in jalv with JACK's dummy driver: in real time, by the host's worker
set -eu
. tests/host/audio.sh
need jalv jackd jack_lsp jack_connect sndfile-jackplay sox

JACK_DEFAULT_SERVER=earmark-test-$$
JACK_NO_AUDIO_RESERVATION=1
JACK_NO_START_SERVER=1
export JACK_DEFAULT_SERVER JACK_NO_AUDIO_RESERVATION JACK_NO_START_SERVER
make_audio "$work/test.wav" 48000 2
mkfifo "$work/commands"

jackd -r -d dummy -r 48000 -p 1024 >"$work/jackd.txt" 2>&1 &
jackd=$!
trap 'kill $jackd 2>/dev/null || true; wait; rm -rf "$work"' EXIT

# await_port NAME
await_port() {
  tries=0
  until jack_lsp 2>/dev/null | grep -q "$1"; do
    tries=$((tries + 1))
    [ $tries -lt 50 ] || { echo "no JACK port $1"; exit 1; }
    sleep 0.2
  done
}

# Not jack_wait, which crashes now and then when it closes
await_port system:playback_1
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
