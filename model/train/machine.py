# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""Settings of the process that make PyTorch faster; import before it."""

import ctypes
import os

M_TRIM_THRESHOLD = -1
M_MMAP_THRESHOLD = -3

# Threads that wait asleep lose little on an idle machine and win much on a
# shared one
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

# Large tensors come from memory that was used before, not from the system
_LIBC = ctypes.CDLL(None)
if hasattr(_LIBC, "mallopt"):
    _LIBC.mallopt(M_MMAP_THRESHOLD, 1 << 30)
    _LIBC.mallopt(M_TRIM_THRESHOLD, 2**31 - 1)
