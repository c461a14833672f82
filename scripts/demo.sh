#!/bin/sh
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

# Install what the demo needs, build, and show live tags of music in a real LV2
# host.  Options go to the player: scripts/demo.sh --help
set -eu
EARMARK_FROM=$PWD # File names are the caller's
export EARMARK_FROM
cd "$(dirname "$0")/.."

quoted=
for word in "$@"; do
  quoted="$quoted '$(printf '%s' "$word" | sed "s/'/'\\\\''/g")'"
done

scripts/install-deps build demo
[ -f build/c4che/_cache.py ] || ./waf configure
./waf demo --args="$quoted"
