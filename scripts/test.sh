#!/bin/sh
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

# Install what the tests need, build, and run them all.  Options go to waf's
# test command: scripts/test.sh --filter=lint
set -eu
cd "$(dirname "$0")/.."

scripts/install-deps build demo test servers train
./waf configure --tests --strict
./waf build
./waf test "$@"
