#!/bin/sh
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

# All lines of all parts, in the order of the list that was divided: the same that one
# run would have written.  Usage: examples/archive/merge.sh DIR >all.jsonl
set -eu
folder=$1
n=0
while [ -e "$folder/part.$n" ]; do
  n=$((n + 1))
done
awk -v n="$n" -v folder="$folder" 'BEGIN {
  for (left = n; left; ) {
    left = 0
    for (i = 0; i < n; ++i)
      if ((getline line < (folder "/part." i ".jsonl")) > 0) { print line; ++left }
  }
}'
