#!/bin/sh
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

# The kernels of AArch64, built by Debian's cross compiler and run by QEMU, on a
# processor without and on one with the dot product instruction
set -eu
cd "${EARMARK_ROOT:-.}"
gcc="aarch64-linux-gnu-gcc"
qemu="qemu-aarch64-static"
for program in $gcc $qemu; do
  command -v "$program" >/dev/null || { echo "no $program"; exit 77; }
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
flags="-std=c11 -O3 -fno-math-errno -ffp-contract=off -I. -Wall -Werror
  -DEARMARK_HAVE_NEON -DEARMARK_HAVE_DOTPROD"
objects=""
for file in model/kernels/kernels.c model/kernels/scalar.c model/kernels/arm/neon.c \
  model/kernels/arm/dotprod.c tests/unit/model/kernels/test_kernels.c tests/support/random.c; do
  object=$work/$(basename "$file" .c).o
  march=""
  [ "$file" != model/kernels/arm/dotprod.c ] || march=-march=armv8.2-a+dotprod
  # shellcheck disable=SC2086 # Lists of words
  $gcc $flags $march -c "$file" -o "$object"
  objects="$objects $object"
done
# shellcheck disable=SC2086
$gcc -static $objects -lm -o "$work/test_kernels"

for cpu in cortex-a53 max; do
  tables=$($qemu -cpu $cpu "$work/test_kernels" | tr '\n' ' ')
  echo "$cpu: $tables"
  case $cpu in
  cortex-a53) wanted="scalar neon " ;;
  max) wanted="scalar neon dotprod " ;;
  esac
  [ "$tables" = "$wanted" ]
done
