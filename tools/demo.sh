#!/bin/sh
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

# Install what the demo needs, build, and show live tags of music in a real LV2
# host.  Options go to the player: tools/demo.sh --help
set -eu
cd "$(dirname "$0")/.."

tools/install-deps build demo
[ -f build/config.log ] || ./waf configure
./waf demo --args="$*"
