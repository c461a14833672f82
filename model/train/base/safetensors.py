# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""safetensors files: an 8-byte length, a JSON header, the tensors' bytes."""

import json
import os
import struct

import numpy as np

ALIGNMENT = 64
DTYPES = {
    "F32": np.dtype("<f4"),
    "F16": np.dtype("<f2"),
    "I8": np.dtype("i1"),
}


def write(path, tensors, metadata):
    """Write {name: array} and {key: text}; the file appears whole or not."""
    names = {dtype: name for name, dtype in DTYPES.items()}
    header, blobs, offset = {"__metadata__": metadata}, [], 0
    # The widest elements first, so that every offset suits its type
    for name in sorted(tensors, key=lambda n: (-tensors[n].itemsize, n)):
        array = np.ascontiguousarray(tensors[name])
        header[name] = {
            "dtype": names[array.dtype],
            "shape": list(array.shape),
            "data_offsets": [offset, offset + array.nbytes],
        }
        blobs.append(array.tobytes())
        offset += array.nbytes
    text = json.dumps(header, ensure_ascii=False, separators=(",", ":"))
    text = text.encode("utf-8")
    text += b" " * (-(8 + len(text)) % ALIGNMENT)
    partial = str(path) + ".part"
    with open(partial, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + b"".join(blobs))
    os.replace(partial, path)


def read(path):
    """Return ({name: array}, {key: text}) of a file."""
    with open(path, "rb") as file:
        data = file.read()
    (length,) = struct.unpack_from("<Q", data)
    header = json.loads(data[8 : 8 + length].decode("utf-8"))
    metadata = header.pop("__metadata__", {})
    tensors = {}
    for name, entry in header.items():
        begin, end = (8 + length + at for at in entry["data_offsets"])
        array = np.frombuffer(data[begin:end], DTYPES[entry["dtype"]])
        tensors[name] = array.reshape(entry["shape"])
    return tensors, metadata
