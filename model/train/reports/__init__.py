# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""Commands that print the reports on a network."""
