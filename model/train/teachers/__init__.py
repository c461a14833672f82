# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""The published taggers, and the labels that come of them."""
