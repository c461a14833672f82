# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""Numbers that networks keep to, as the C code has them."""

import ctypes

from ..base import c_library


def _number(name, kind=ctypes.c_int):
    return kind.in_dll(c_library.load(), f"trainer_{name}").value


def _text(name):
    return _number(name, ctypes.c_char_p).decode()


FORMAT_1, FORMAT_2 = _text("format_1"), _text("format_2")  # The file's versions
PAD = _number("pad")  # Channel counts in the file are multiples of this
GROUP = _number("group")  # Inputs side by side in a block of int8 weights
U7_MAX = _number("u7_max")  # Largest column value of an int8 network
U12_MAX = _number("u12_max")  # Largest input of its dense layers
LIGHT = _number("light")  # Weights that kernels add four at a time sum to no more
SYMBOL_SIZE = _number("symbol_size")  # Bytes of the longest, its end included
EDGE = _number("edge", ctypes.c_float)  # Probabilities nearer to 0 or 1 count as this
