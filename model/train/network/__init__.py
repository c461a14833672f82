# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""The network as it runs: shape, folded and int8 weights, file, views."""
