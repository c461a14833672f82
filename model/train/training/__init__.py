# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""From frames and labels to a network."""
