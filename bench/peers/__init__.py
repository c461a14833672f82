# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""Other runtimes that compute what the engine computes."""
