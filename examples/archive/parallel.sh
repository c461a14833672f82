#!/bin/sh
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

# The parts of DIR by GNU parallel on several hosts, which see DIR and the music under
# the same paths; ":" is this one. Run it again to go on.
# Usage: examples/archive/parallel.sh DIR HOST...
set -eu
folder=$(cd "$1" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
shift
hosts=$(echo "$@" | tr ' ' ',')
find "$folder" -name 'part.*' ! -name '*.jsonl' | sed 's/.*\.//' | sort -n |
  parallel --will-cite --jobs 1 --sshlogin "$hosts" --env EARMARK --retries 3 \
    --joblog "$folder/log" "$here/tag-part.sh" "$folder"
