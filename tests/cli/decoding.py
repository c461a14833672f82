# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""How much of a file `earmark` and `ffmpeg` decode."""

import re
import subprocess

from program import EARMARK

SECONDS = 6
RATE = 48000


def join(path, *parts):
    content = b"".join(open(part, "rb").read() for part in parts)
    with open(path, "wb") as out:
        out.write(content)


def seconds_by_ffmpeg(path):
    """Seconds of the samples that it writes."""
    decoder = ["ffmpeg", "-nostdin", "-v", "quiet", "-i", path]
    raw = ["-vn", "-f", "s16le", "-ac", "1", "-ar", str(RATE), "-"]
    done = subprocess.run(decoder + raw, stdout=subprocess.PIPE)
    return len(done.stdout) / 2 / RATE


def tag(path, *options, **others):
    """(seconds, message, status) of earmark tag."""
    command = [EARMARK, "tag", "--json", *options, path]
    done = subprocess.run(command, capture_output=True, text=True, **others)
    found = re.search('"seconds":([0-9.]+)', done.stdout)
    begin = f"earmark: {path}: "
    message = done.stderr.strip()
    assert not message or message.startswith(begin), message
    assert done.returncode == (1 if message else 0), (path, message)
    return float(found[1]) if found else 0.0, message[len(begin) :]
