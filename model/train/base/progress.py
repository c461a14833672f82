# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""Progress for a person: one live line on a terminal, few lines in a log."""

import sys
import time

LOG_SECONDS = 15


class Progress:
    """Called with what is being done, how far it is, and a remark."""

    def __init__(self):
        self.live = sys.stderr.isatty()
        self.last = 0.0
        self.what = ""

    def __call__(self, what, done, total, remark=""):
        now = time.monotonic()
        if what != self.what:
            self.what, self.last = what, 0.0
        finished = done >= total
        if finished or now - self.last >= (0.2 if self.live else LOG_SECONDS):
            self.last = now
            line = f"{what}: {done}/{total} {remark}".rstrip()
            start = "\r\033[K" if self.live else ""
            end = "" if self.live and not finished else "\n"
            print(f"{start}{line}", end=end, file=sys.stderr, flush=True)
