# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""A sound card of PulseAudio's that is none, and programs that run beside a test."""

import os
import signal
import subprocess
import time


def wait_for(look, what, seconds=40):
    """What look() returns, once that is something."""
    late = time.monotonic() + seconds
    while True:
        try:
            if found := look():
                return found
        except OSError:
            pass  # It is not up yet
        assert time.monotonic() < late, what
        time.sleep(0.1)


class Running:
    """A program with all that it starts."""

    def __init__(self, *command, **options):
        self.process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, start_new_session=True, **options
        )

    def __enter__(self):
        return self.process

    def __exit__(self, *_):
        os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait()


class SoundCard:
    """Plays a file again and again; `source` is what is to be captured."""

    source = "card.monitor"

    def __init__(self, folder, wav):
        server = f"{folder}/pulse-socket"
        self.environment = {"XDG_RUNTIME_DIR": folder, "PULSE_SERVER": "unix:" + server}
        options = dict(env=dict(os.environ, **self.environment, HOME=folder))
        options["stderr"] = subprocess.DEVNULL
        protocol = "module-native-protocol-unix auth-anonymous=1 socket=" + server
        command = ["pulseaudio", "-n", "--exit-idle-time=-1", "--use-pid-file=no"]
        command += ["--daemonize=no", "--load=module-null-sink sink_name=card"]
        self.server = Running(*command, "--load=" + protocol, **options)
        look = dict(options, stdout=subprocess.DEVNULL)
        wait_for(lambda: not subprocess.call(["pactl", "info"], **look), "no server")
        again = 'while paplay "$0"; do :; done'
        self.player = Running("sh", "-c", again, wav, **options)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.player.__exit__()
        self.server.__exit__()
