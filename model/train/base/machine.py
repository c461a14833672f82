# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""What this machine is good at."""

import torch


def fast_type():
    """The number format for work that needs speed more than precision."""
    try:
        with open("/proc/cpuinfo", encoding="ascii", errors="replace") as file:
            has_bfloat16 = "avx512_bf16" in file.read()
    except OSError:
        has_bfloat16 = False
    return torch.bfloat16 if has_bfloat16 else torch.float32
