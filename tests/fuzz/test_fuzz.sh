#!/bin/sh
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

# Coverage-guided fuzzing of the network loader and of what runs a network that
# it accepts.  Usage: test_fuzz.sh [SECONDS]
set -eu

seconds=${1:-20}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/seeds" "$work/corpus"

flags="-std=c11 -g -O1 -ffp-contract=off -I.
  -fsanitize=address,undefined -fno-sanitize-recover=undefined"
engine=$(ls base/*.c model/*.c model/file/*.c model/kernels/*.c)
helpers="tests/support/exercise.c tests/support/memory_file.c $(ls tests/support/random*.c)"
libraries="$(pkg-config --cflags --libs jansson) -lm -pthread"

echo 'int LLVMFuzzerTestOneInput(const unsigned char* b, unsigned long n);
int LLVMFuzzerTestOneInput(const unsigned char* b, unsigned long n) {
  (void)b; (void)n; return 0; }' >"$work/probe.c"
clang -fsanitize=fuzzer "$work/probe.c" -o "$work/probe" 2>/dev/null ||
  { echo "no clang with libFuzzer (libclang-rt-14-dev)"; exit 77; }

# shellcheck disable=SC2086 # Lists of words
clang $flags -fsanitize=fuzzer $engine $helpers tests/fuzz/fuzz_network.c \
  $libraries -o "$work/fuzz_network"
# shellcheck disable=SC2086
clang $flags $engine $helpers tests/fuzz/make_seeds.c $libraries \
  -o "$work/make_seeds"
"$work/make_seeds" "$work/seeds"

"$work/fuzz_network" -max_total_time="$seconds" -max_len=65536 -timeout=10 \
  -rss_limit_mb=1024 -dict=tests/fuzz/network.dict -print_final_stats=1 \
  -artifact_prefix="$PWD/" "$work/corpus" "$work/seeds" >"$work/log" 2>&1 ||
  { tail -40 "$work/log"; exit 1; }
grep -E 'number_of_executed|new_units' "$work/log"
grep -E '^#.*cov:' "$work/log" | tail -1
