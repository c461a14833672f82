# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
# shellcheck shell=sh disable=SC2154 # $work is audio.sh's

# Sourced after audio.sh: a JACK server of the test's own, with the dummy driver

need jackd jack_lsp

JACK_DEFAULT_SERVER=earmark-test-$$
JACK_NO_AUDIO_RESERVATION=1
JACK_NO_START_SERVER=1
export JACK_DEFAULT_SERVER JACK_NO_AUDIO_RESERVATION JACK_NO_START_SERVER

jackd -r -d dummy -r 48000 -p 1024 >"$work/jackd.txt" 2>&1 &
children="$children $!"

# await_port NAME.  Not jack_wait, which crashes now and then when it closes
await_port() {
  tries=0
  until jack_lsp 2>/dev/null | grep -q "$1"; do
    tries=$((tries + 1))
    [ $tries -lt 50 ] || { echo "no JACK port $1"; exit 1; }
    sleep 0.2
  done
}

await_port system:playback_1
