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

from . import mel, safetensors

RATE = 16000
FFT = 512
HOP = 256
PATCH = 187  # Frames
PATCH_SECONDS = PATCH * HOP / RATE


class Teacher:
    """One of the taggers: audio to logits."""

    def logits(self, samples):
        """Logits [patches, tags] of mono samples at RATE."""
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
            return self.forward(x).numpy()

    def middle(self, x):
        """The mid end on the front end's [patches, 561, time]: residual."""
        a = self.block("mid1", x)
        b = self.block("mid2", a) + a
        c = self.block("mid3", b) + b
        return torch.cat([x, a, b, c], 1)


class MusiCNN(Teacher):
    """The MSD and MTAT models: TensorFlow.js layout."""

    def __init__(self, folder):
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
        name = f"batch_normalization_{number}" if number else (
            "batch_normalization"
        )
        shape = [1, -1] + [1] * (x.dim() - 2)
        scale = self.w[f"{name}/FusedBatchNorm/Scaled"].view(shape)
        return x * scale + self.w[f"{name}/FusedBatchNorm/Offset"].view(shape)

    def _conv(self, x, number):
        """conv2d and ReLU on [patches, channels, time, bands]."""
        name = f"conv2d_{number}" if number else "conv2d"
        kernel = self.w[f"{name}/kernel"].permute(3, 2, 0, 1)
        bias = self.w[f"{name}/bias"]
        return functional.relu(functional.conv2d(x, kernel, bias))

    def block(self, name, x):
        """One conv of the mid end on [patches, channels, time]."""
        conv, norm = self.blocks[name]
        weight = self.w[f"conv2d_{conv}/kernel"][:, :, 0, :].permute(2, 1, 0)
        bias = self.w[f"conv2d_{conv}/bias"]
        y = functional.relu(functional.conv1d(x, weight, bias, padding=3))
        return self._norm(y, norm)

    def _temporal(self, x, number):
        """A conv along time, the same for all bands, then their maximum.
        "Same" padding of an even length: one more zero after."""
        length = self.w[f"conv2d_{number}/kernel"].shape[0]
        x = functional.pad(x, (0, 0, (length - 1) // 2, length // 2))
        return self._norm(self._conv(x, number), number + 1).amax(3)

    def forward(self, x):
        """Logits of patches [patches, 1, time, bands]."""
        x = self._norm(x, 0)
        wide = functional.pad(x, (0, 0, 3, 3))
        parts = [
            self._norm(self._conv(wide, 0), 1).amax(3),
            self._norm(self._conv(wide, 1), 2).amax(3),
        ]
        parts += [self._temporal(x, number) for number in (2, 3, 4)]
        y = self.middle(torch.cat(parts, 1))
        y = torch.stack([y.amax(2), y.mean(2)], 2).flatten(1)
        y = self._dense_norm(y, 9) @ self.w["dense/kernel"]
        y = functional.relu(y + self.w["dense/bias"])
        y = self._dense_norm(y, 10) @ self.w["dense_1/kernel"]
        return y + self.w["dense_1/bias"]

    def _dense_norm(self, x, number):
        name = f"batch_normalization_{number}/batchnorm"
        return x * self.w[f"{name}/mul"] + self.w[f"{name}/sub"]


class Jamendo(Teacher):
    """The MTG-Jamendo model: PyTorch layout."""

    def __init__(self, path):
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

    def forward(self, x):
        """Logits of patches [patches, 1, time, bands]."""
        x = self._norm(x.transpose(2, 3), "spec_bn")
        parts = [
            self._conv(x, f"layers.{i}", (0, 3)).amax(2) for i in (0, 1)
        ]
        mean = x.mean(2)
        parts += [
            self._conv(mean, f"layers.{i}", length // 2)
            for i, length in ((2, 129), (3, 65), (4, 33))
        ]
        y = self.middle(torch.cat(parts, 1))
        y = torch.cat([y.amax(2), y.mean(2)], 1)
        y = functional.linear(y, self.w["dense1.weight"], self.w["dense1.bias"])
        y = functional.relu(self._norm(y, "bn"))
        return functional.linear(
            y, self.w["dense2.weight"], self.w["dense2.bias"]
        )


def load(folder):
    """{set: teacher} of the folder that holds the published weights."""
    folder = pathlib.Path(folder)
    return {
        "msd": MusiCNN(folder / "msd"),
        "mtat": MusiCNN(folder / "mtat"),
        "jamendo": Jamendo(folder / "jamendo.safetensors"),
    }
