# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""LV2 symbols of tags, by the rule of model/symbol.h."""

import ctypes
import functools

from ..base import c_library
from .constants import SYMBOL_SIZE

_Taken = ctypes.CFUNCTYPE(ctypes.c_bool, ctypes.c_void_p, ctypes.c_char_p)


@functools.lru_cache(maxsize=None)
def _library():
    library = c_library.load()
    library.symbol_make.restype = None
    library.symbol_make.argtypes = [ctypes.c_char_p] * 3 + [_Taken, ctypes.c_void_p]
    return library


def make(name, group="", taken=()):
    """The symbol of a tag that is none of `taken`, and no port's."""
    symbol = ctypes.create_string_buffer(SYMBOL_SIZE)
    known = _Taken(lambda _, text: text.decode() in taken)
    _library().symbol_make(symbol, name.encode(), group.encode(), known, None)
    return symbol.value.decode()
