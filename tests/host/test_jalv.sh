#!/bin/sh
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

# The plugin in jalv with JACK's dummy driver: real time, the host's worker
set -eu
. tests/host/audio.sh
need jalv jackd sndfile-jackplay sox

JACK_DEFAULT_SERVER=earmark-test-$$
export JACK_DEFAULT_SERVER
make_audio "$work/test.wav" 48000 2
mkfifo "$work/commands"

jackd -r -d dummy -r 48000 -p 1024 >"$work/jackd.txt" 2>&1 &
jackd=$!
trap 'kill $jackd 2>/dev/null; wait; rm -rf "$work"' EXIT
jack_wait -w -t 10 >/dev/null

jalv -n earmark -x urn:earmark:stereo \
  <"$work/commands" >"$work/jalv.txt" 2>&1 &
jalv=$!
exec 3>"$work/commands"
sleep 1
sndfile-jackplay -a=earmark:in_ "$work/test.wav" >"$work/play.txt" 2>&1 &
for second in 1 2 3 4 5 6 7 8 9 10; do
  sleep 1
  echo monitors >&3
done
exec 3>&-
wait $jalv

cat "$work/jalv.txt"
