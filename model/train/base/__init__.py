# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""What every other step uses."""
