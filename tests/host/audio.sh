# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
# shellcheck shell=sh

# Sourced by the scripts here: skipping where a program is missing, a folder of
# their own, the bundle to be found, and test audio

# need PROGRAM...
need() {
  for program in "$@"; do
    if ! command -v "$program" >/dev/null; then
      echo "skipped: no $program"
      exit 77
    fi
  done
}

build=${EARMARK_BUILD:-$PWD/build}
work=$(mktemp -d)
children= # Processes to end with the test
[ -n "${KEEP:-}" ] || trap 'kill $children 2>/dev/null || true; wait; rm -rf "$work"' EXIT

# lilv takes every folder there for a bundle, so nothing else may be in it
mkdir "$work/lv2"
ln -s "$build/earmark.lv2" "$work/lv2/earmark.lv2"
export LV2_PATH="$work/lv2"

# make_audio FILE RATE CHANNELS: twelve seconds of plucked strings, of a beat
# and of noise that swells, as 32-bit floats
make_audio() {
  sox -R -n -e floating-point -b 32 -r "$2" -c "$3" "$1" \
    synth 4 pluck C3 pluck G3 tremolo 3 40 gain -9 : \
    synth 4 sawtooth 110 square amod 4 0 50 gain -12 : \
    synth 4 pinknoise tremolo 0.5 90 gain -6
}

# samples FILE: nothing but the samples, to compare
samples() {
  sox "$1" -t raw -e floating-point -b 32 -
}
