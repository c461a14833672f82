# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
# shellcheck shell=sh

# Sourced by the scripts here, which run in the repository's root

# Our files in the given languages: sources c h py sh.  The names of some scripts
# have no ending.
sources() {
  if git rev-parse --git-dir >/dev/null 2>&1; then
    git ls-files
  else # A release tarball
    find . -name '.?*' -prune -o -path './build*' -prune -o -type f -print |
      sed 's|^\./||'
  fi | while read -r file; do
    case $file in
    wscript | */wscript | waf) ending=py ;;
    scripts/install-deps | .ci/run) ending="sh" ;;
    *) ending=${file##*.} ;;
    esac
    case " $* " in
    *" $ending "*) echo "$file" ;;
    esac
  done
}
