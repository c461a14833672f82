# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""Numbers that networks keep to, as the C code has them."""

import ctypes

from ..base import c_library


def _number(name, kind=ctypes.c_int):
    return kind.in_dll(c_library.load(), f"trainer_{name}").value


# The file format's versions; the second is for what the first has not
FORMAT = _number("format", ctypes.c_char_p).decode()
FORMAT_2 = _number("format_2", ctypes.c_char_p).decode()
PAD = _number("pad")  # Channel counts in the file are multiples of this
GROUP = _number("group")  # Inputs side by side in a block of int8 weights
U7_MAX = _number("u7_max")  # Largest column value of an int8 network
U12_MAX = _number("u12_max")  # Largest input of its dense layers
SYMBOL_SIZE = _number("symbol_size")  # Bytes of the longest, its end included
EDGE = _number("edge", ctypes.c_float)  # Probabilities nearer to 0 or 1 count as this
