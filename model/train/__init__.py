# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""Training of Earmark's networks: from audio to a network file."""
