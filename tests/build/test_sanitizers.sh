#!/bin/sh
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

# The unit tests under AddressSanitizer and UndefinedBehaviourSanitizer, and
# those with threads under ThreadSanitizer
set -eu

check() { # FOLDER SANITIZERS TESTS...
  folder=$1 sanitizers=$2
  shift 2
  export WAFLOCK=".lock-waf-$folder"
  ./waf -o "$folder" configure --tests --sanitize="$sanitizers" >/dev/null
  ./waf build >/dev/null

  # The build is another command than the configuration: it compiles and links so, too
  case $sanitizers in
  address*) runtime="asan" ;;
  thread) runtime="tsan" ;;
  esac
  grep -q -e "-fsanitize=$sanitizers" "$folder/compile_commands.json"
  nm -D "$folder/earmark.lv2/earmark.so" | grep -q "U __${runtime}_init"
  readelf -d "$folder/earmark" | grep -q "lib$runtime"

  for name in "$@"; do
    echo "$sanitizers: $name"
    LSAN_OPTIONS="suppressions=$PWD/tests/build/leaks.supp:print_suppressions=0" \
      EARMARK_BUILD="$PWD/$folder" "$folder/tests/unit/$name"
  done
}

# test_realtime and test_short_memory replace malloc, as the sanitizers do
unit=$(cd tests/unit && find . -name 'test_*.c' | sed 's|^\./||; s|\.c$||' | sort |
  grep -v -e test_realtime -e test_short_memory)
# shellcheck disable=SC2086 # A list of words
check build-address address,undefined $unit
# Hosts cannot load a sanitised plugin
echo "address,undefined: learn"
EARMARK_BUILD="$PWD/build-address" EARMARK_NO_HOST=1 \
  /usr/bin/python3 tests/cli/test_learn.py
check build-thread thread dsp/test_ring engine/test_publication \
  engine/test_tagger_threads base/test_thread plugin/test_worker plugin/test_host \
  plugin/test_modes plugin/test_states model/file/test_registry
