# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""The published taggers that the network is taught by, in PyTorch.

MSD and MTAT: J. Pons, X. Serra, "musicnn", 2019.  Jamendo: M. Won et al.,
"Evaluation of CNN-based automatic music tagging models", 2020.  All three are
one architecture with small differences, which stand here side by side.
"""

import json
import pathlib

import numpy as np
import torch
from torch.nn import functional

from ..base import safetensors
from . import mel

RATE = 16000
FFT = 512
HOP = 256
PATCH = 187  # Frames
UNITS = 200  # Of the hidden dense layer
PATCH_SECONDS = PATCH * HOP / RATE


class Scan:
    """conv2d of one channel as a matrix product over windows of time, with
    the maximum over frequency: several times faster, faster still in
    bfloat16.  `sign` (of what is applied afterwards) turns it to a minimum."""

    def __init__(self, kernel, bands, sign, kind):
        n_out, _, length, height = kernel.shape
        self.positions, self.bands, self.sign = bands - height + 1, bands, sign
        self.length, self.kind = length, kind
        taps = (kernel[:, 0] * sign.view(-1, 1, 1)).permute(1, 2, 0)
        weight = torch.zeros(length, bands, self.positions, n_out)
        for i in range(self.positions):
            weight[:, i : i + height, i] = taps
        self.weight = weight.reshape(length * bands, -1).to(kind)

    def __call__(self, x):
        """[patches, out, time] of [patches, time (padded), bands]"""
        x = x.to(self.kind).contiguous()
        n, n_in, bands = x.shape
        time, rows = n_in - self.length + 1, []
        for i in range(n):
            windows = x[i].as_strided(
                (time, self.length * bands), (bands, 1), x[i].storage_offset()
            )
            found = (windows @ self.weight).view(time, self.positions, -1)
            rows.append(found.amax(1).float())
        return (torch.stack(rows) * self.sign).transpose(1, 2)


class Teacher:
    """One of the taggers: audio to logits."""

    def scan(self, name, kernel, sign, x):
        """A conv2d's maximum over frequency; x [patches, time, bands]."""
        if name not in self.scans:
            self.scans[name] = Scan(kernel, x.shape[2], sign, self.kind)
        return self.scans[name](x)

    def logits(self, samples):
        """Logits [patches, tags] of mono samples at RATE."""
        return self.predict(samples)[0]

    def predict(self, samples):
        """(logits [patches, tags], hidden units after their ReLU [patches,
        UNITS]) of mono samples at RATE"""
        spectrum = torch.stft(
            torch.from_numpy(np.ascontiguousarray(samples, np.float32)),
            FFT,
            HOP,
            window=torch.hann_window(FFT),
            center=True,
            pad_mode="reflect",
            return_complex=True,
        )
        bands = spectrum.abs().square().T @ self.filters
        patches = len(bands) // PATCH
        x = self.compress(bands[: patches * PATCH])
        x = x.reshape(patches, 1, PATCH, -1)
        with torch.no_grad():
            hidden = self.hidden(x)
            return self.last(hidden).numpy(), hidden.numpy()

    def middle(self, x):
        """The mid end on the front end's [patches, 561, time]: residual."""
        a = self.block("mid1", x)
        b = self.block("mid2", a) + a
        c = self.block("mid3", b) + b
        return torch.cat([x, a, b, c], 1)


class MusiCNN(Teacher):
    """The MSD and MTAT models: TensorFlow.js layout.  The front end's maximum
    over frequency is taken before bias, ReLU and norm, which keep or turn the
    order: the same, and less to do."""

    def __init__(self, folder, kind=torch.float32):
        self.kind, self.scans = kind, {}
        folder = pathlib.Path(folder)
        manifest = json.loads((folder / "model.json").read_text())
        data, at, self.w = (folder / "weights.bin").read_bytes(), 0, {}
        for group in manifest["weightsManifest"]:
            for entry in group["weights"]:
                n = int(np.prod(entry["shape"], dtype=int))
                kind = "<f4" if entry["dtype"] == "float32" else "<i4"
                array = np.frombuffer(data, kind, n, at).copy()
                name = entry["name"].replace("model/", "")
                self.w[name] = torch.from_numpy(array.reshape(entry["shape"]))
                at += 4 * n
        self.filters = torch.from_numpy(mel.slaney(RATE, FFT, 96))
        self.blocks = {"mid1": (5, 6), "mid2": (6, 7), "mid3": (7, 8)}

    @staticmethod
    def compress(bands):
        """Logarithm of the mel bands."""
        return torch.log10(1 + 10000 * bands)

    def _norm(self, x, number):
        name = f"batch_normalization_{number}" if number else ("batch_normalization")
        shape = [1, -1] + [1] * (x.dim() - 2)
        scale = self.w[f"{name}/FusedBatchNorm/Scaled"].view(shape)
        return x * scale + self.w[f"{name}/FusedBatchNorm/Offset"].view(shape)

    def block(self, name, x):
        """One conv of the mid end on [patches, channels, time]."""
        conv, norm = self.blocks[name]
        weight = self.w[f"conv2d_{conv}/kernel"][:, :, 0, :].permute(2, 1, 0)
        bias = self.w[f"conv2d_{conv}/bias"]
        y = functional.relu(functional.conv1d(x, weight, bias, padding=3))
        return self._norm(y, norm)

    def _timbral(self, x, number):
        """A conv of some height and the maximum over its positions."""
        kernel = self.w[f"{_conv_name(number)}/kernel"].permute(3, 2, 0, 1)
        y = self.scan(number, kernel, self._sign(number), x[:, 0])
        return self._finish(y, number)

    def _sign(self, number):
        name = f"batch_normalization_{number + 1}/FusedBatchNorm/Scaled"
        return self.w[name].sign()

    def _finish(self, y, number):
        """Bias, ReLU and norm on [patches, out, time]."""
        y = y + self.w[f"{_conv_name(number)}/bias"].view(-1, 1)
        return self._norm(functional.relu(y), number + 1)

    def _temporal(self, x, number):
        """A conv along time, the same for all bands, then their maximum.
        "Same" padding of an even length: one more zero after."""
        kernel = self.w[f"conv2d_{number}/kernel"].permute(3, 2, 0, 1)
        sign = self._sign(number)
        n, _, time, bands = x.shape
        length = kernel.shape[2]
        x = x[:, 0].transpose(1, 2).reshape(n * bands, 1, time)
        x = functional.pad(x, ((length - 1) // 2, length // 2))
        y = functional.conv1d(x, kernel[..., 0] * sign.view(-1, 1, 1))
        y = y.view(n, bands, -1, time).amax(1) * sign.view(-1, 1)
        return self._finish(y, number)

    def hidden(self, x):
        """Hidden units of patches [patches, 1, time, bands]."""
        x = self._norm(x, 0)
        wide = functional.pad(x, (0, 0, 3, 3))
        parts = [
            self._timbral(wide, 0),
            self._timbral(wide, 1),
        ]
        parts += [self._temporal(x, number) for number in (2, 3, 4)]
        y = self.middle(torch.cat(parts, 1))
        y = torch.stack([y.amax(2), y.mean(2)], 2).flatten(1)
        y = self._dense_norm(y, 9) @ self.w["dense/kernel"]
        return functional.relu(y + self.w["dense/bias"])

    def last(self, hidden):
        """Logits of hidden units."""
        y = self._dense_norm(hidden, 10) @ self.w["dense_1/kernel"]
        return y + self.w["dense_1/bias"]

    def _dense_norm(self, x, number):
        name = f"batch_normalization_{number}/batchnorm"
        return x * self.w[f"{name}/mul"] + self.w[f"{name}/sub"]


def _conv_name(number):
    return f"conv2d_{number}" if number else "conv2d"


class Jamendo(Teacher):
    """The MTG-Jamendo model: PyTorch layout."""

    def __init__(self, path, kind=torch.float32):
        self.kind, self.scans = kind, {}
        tensors, _ = safetensors.read(path)
        self.w = {k: torch.from_numpy(v.copy()) for k, v in tensors.items()}
        self.filters = self.w["spec.mel_scale.fb"]
        self.blocks = {"mid1": "layer1", "mid2": "layer2", "mid3": "layer3"}

    @staticmethod
    def compress(bands):
        """Mel bands in decibels."""
        return 10 * torch.log10(bands.clamp(min=1e-10))

    def _norm(self, x, name):
        parts = ("running_mean", "running_var", "weight", "bias")
        return functional.batch_norm(x, *(self.w[f"{name}.{p}"] for p in parts))

    def _conv(self, x, name, padding):
        weight = self.w[f"{name}.conv.weight"]
        bias = self.w[f"{name}.conv.bias"]
        conv = functional.conv2d if weight.dim() == 4 else functional.conv1d
        y = conv(x, weight, bias, padding=padding)
        return functional.relu(self._norm(y, f"{name}.bn"))

    def block(self, name, x):
        """One conv of the mid end on [patches, channels, time]."""
        return self._conv(x, self.blocks[name], 3)

    def _timbral(self, x, name):
        """As _conv, and the maximum over frequency, which norm and ReLU
        follow, as they keep or turn the order."""
        weight = self.w[f"{name}.conv.weight"].transpose(2, 3)
        wide = functional.pad(x[:, 0].transpose(1, 2), (0, 0, 3, 3))
        y = self.scan(name, weight, self.w[f"{name}.bn.weight"].sign(), wide)
        y = y + self.w[f"{name}.conv.bias"].view(-1, 1)
        return functional.relu(self._norm(y, f"{name}.bn"))

    def hidden(self, x):
        """Hidden units of patches [patches, 1, time, bands]."""
        x = self._norm(x.transpose(2, 3), "spec_bn")
        parts = [self._timbral(x, f"layers.{i}") for i in (0, 1)]
        mean = x.mean(2)
        parts += [
            self._conv(mean, f"layers.{i}", length // 2)
            for i, length in ((2, 129), (3, 65), (4, 33))
        ]
        y = self.middle(torch.cat(parts, 1))
        y = torch.cat([y.amax(2), y.mean(2)], 1)
        y = functional.linear(y, self.w["dense1.weight"], self.w["dense1.bias"])
        return functional.relu(self._norm(y, "bn"))

    def last(self, hidden):
        """Logits of hidden units."""
        return functional.linear(hidden, self.w["dense2.weight"], self.w["dense2.bias"])


def load(folder, kind=torch.float32):
    """{set: teacher} of the folder that holds the published weights; the
    largest products are done in `kind`."""
    folder = pathlib.Path(folder)
    return {
        "msd": MusiCNN(folder / "msd", kind),
        "mtat": MusiCNN(folder / "mtat", kind),
        "jamendo": Jamendo(folder / "jamendo.safetensors", kind),
    }
