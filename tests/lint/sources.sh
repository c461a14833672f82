# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

# List our files with the given endings: sources c h
sources() {
  for ending in "$@"; do
    if git rev-parse --git-dir >/dev/null 2>&1; then
      git ls-files "*.$ending"
    else # a release tarball
      find base dsp model engine plugin ttl tools tests bench -name "*.$ending"
    fi
  done
}
