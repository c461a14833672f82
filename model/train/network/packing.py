# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""How weights lie in a file: channels padded, int8 in blocks as the kernels read
them."""

import numpy as np

from .constants import GROUP, PAD


def padded(n):
    """The count `n` rounded up to the file's multiple."""
    return -(-n // PAD) * PAD


def pad(array, shape):
    """Zeros of that shape, but for the array at their beginning."""
    out = np.zeros(shape, np.float32)
    out[tuple(slice(n) for n in array.shape)] = array
    return out


def dense(weight):
    """The matrix [n_out, rows], padded, of weights [out, in]."""
    return pad(weight, [padded(n) for n in weight.shape])


def level(weight):
    """That of weights [out, in, length]: oldest column first."""
    n_out, n_in, length = weight.shape
    weight = pad(weight, (padded(n_out), padded(n_in), length))
    return weight.transpose(0, 2, 1).reshape(padded(n_out), -1)


def bank(weight):
    """That of weights [out, bands, frames]: band by band."""
    return dense(weight.reshape(len(weight), -1))


def block(matrix):
    """[n_out, rows] to int8 [n_out/16, rows/4, 16, 4]."""
    n_out, n_in = matrix.shape
    shape = (n_out // PAD, PAD, n_in // GROUP, GROUP)
    return matrix.reshape(shape).transpose(0, 2, 1, 3).astype(np.int8)


def unblock(blocks):
    """The matrix again."""
    b, q, o, i = blocks.shape
    matrix = blocks.transpose(0, 2, 1, 3).reshape(b * o, q * i)
    return matrix.astype(np.float32)


def meetings(matrix):
    """Of each output, the largest sum of the absolute values of four weights whose
    products meet in a sum of 16 bits (kernels_are_light())."""
    halves = (len(matrix), -1, 2, GROUP // 2, 2)  # Two groups, in each two pairs
    return np.abs(matrix).reshape(halves).sum((2, 4)).max((1, 2))
