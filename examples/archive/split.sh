#!/bin/sh
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

# Divide a list of files, one a line, into N parts DIR/part.0, DIR/part.1, ... Files
# that lie beside each other go to different parts, so that all take about as long.
# Parts that are there stay: what tasks have done of them counts.
# Usage: examples/archive/split.sh LIST DIR N
set -eu
list=$1 folder=$2 n=$3
mkdir -p "$folder"
[ ! -e "$folder/part.0" ] || exit 0
awk -v n="$n" -v folder="$folder" '
  BEGIN { for (i = 0; i < n; ++i) printf "" > (folder "/new." i) }
  { print > (folder "/new." (NR - 1) % n) }' "$list"
i=$((n - 1))
while [ "$i" -ge 0 ]; do
  mv "$folder/new.$i" "$folder/part.$i" # part.0 last: then all are there
  i=$((i - 1))
done
