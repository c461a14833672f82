# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""Run `earmark watch`, and the servers that it watches: good ones and others."""

import json
import os
import signal
import socket
import subprocess
import tempfile
import threading
import time

from program import EARMARK


class Watch:
    """A run of `earmark watch` whose lines are read as they come."""

    def __init__(self, *args, command=(EARMARK, "watch"), **options):
        self.messages = tempfile.TemporaryFile()
        self.process = subprocess.Popen(
            [*command, *map(os.fsencode, args)],
            stdout=subprocess.PIPE,
            stderr=self.messages,
            **options,
        )
        self.lines = []  # About intervals
        self.events = []
        self.arrivals = []  # Of the lines, monotonic
        self.reader = threading.Thread(target=self.read)
        self.reader.start()

    def read(self):
        for line in self.process.stdout:
            line = json.loads(line)
            if line["type"] == "event":
                self.events.append(line)
                continue
            self.lines.append(line)
            self.arrivals.append(time.monotonic())

    def of(self, station):
        """The lines about a station."""
        return [line for line in list(self.lines) if line["station"] == station]

    def told(self, station, rule):
        """What was told of the events of a rule: (change, event)."""
        events = [(line["change"], line["event"]) for line in list(self.events)]
        return [x for x in events if (x[1]["station"], x[1]["rule"]) == (station, rule)]

    def wait(self, condition, seconds=40):
        """Until condition(self) holds; what it then was."""
        late = time.monotonic() + seconds
        while not (found := condition(self)):
            assert time.monotonic() < late, (self.lines[-5:], self.log())
            assert self.process.poll() is None, self.log()
            time.sleep(0.05)
        return found

    def log(self):
        """All that went to standard error."""
        messages = self.messages.fileno()  # Whose place is where it writes
        return os.pread(messages, os.fstat(messages).st_size, 0).decode()

    def end(self, status=0, kind=signal.SIGTERM):
        """End it by a signal, or None to let it end by itself."""
        if kind is not None:
            self.process.send_signal(kind)
        assert self.process.wait(60) == status, self.log()
        self.reader.join()
        return self.lines

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.reader.join()
        self.process.stdout.close()
        self.messages.close()


def check_sequence(lines):
    """Intervals follow one another and never overlap."""
    for before, line in zip(lines, lines[1:]):
        assert line["sequence"] == before["sequence"] + 1, (before, line)
        end = seconds_of(before["time"]) + before["seconds"]
        assert seconds_of(line["time"]) > end - 0.002, (before, line)


def seconds_of(text):
    """Since 1970, of RFC 3339."""
    whole, fraction = text[:-1].split(".")
    return (
        time.mktime(time.strptime(whole + "UTC", "%Y-%m-%dT%H:%M:%S%Z"))
        - time.timezone
        + float("0." + fraction)
    )


class Server:
    """Calls answer(connection, path) in a thread for each connection."""

    def __init__(self, answer, wrap=None):
        self.answer = answer
        self.wrap = wrap
        self.n_connections = 0
        self.heads = []  # Of the requests
        self.stopped = threading.Event()
        self.socket = socket.create_server(("127.0.0.1", 0), backlog=500)
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def url(self, path, scheme="http"):
        return f"{scheme}://127.0.0.1:{self.port}/{path}"

    def accept(self):
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            self.n_connections += 1
            serve = threading.Thread(target=self.serve, args=(connection,), daemon=True)
            serve.start()

    def serve(self, connection):
        try:
            if self.wrap:
                connection = self.wrap(connection)
            head = b""
            while b"\r\n\r\n" not in head:
                part = connection.recv(4096)
                if not part:
                    return
                head += part
            self.heads.append(head)
            self.answer(connection, head.split()[1].decode().lstrip("/"))
        except OSError:
            pass  # It has gone
        finally:
            connection.close()

    def close(self):
        self.stopped.set()
        self.socket.close()


def send_head(connection, status="200 OK", kind="audio/mpeg", **more):
    lines = ["HTTP/1.0 " + status, "Content-Type: " + kind]
    lines += [f"{key.replace('_', '-')}: {value}" for key, value in more.items()]
    connection.sendall("\r\n".join(lines + ["", ""]).encode())


def send_paced(connection, data, rate, is_over, burst=0.0):
    """Bytes at `rate` a second, over and over, after a burst of seconds of them"""
    begin, sent = time.monotonic(), 0
    while not is_over():
        due = int((time.monotonic() - begin + burst) * rate)
        while sent < due:
            at = sent % len(data)
            part = data[at : at + min(4096, due - sent)]
            connection.sendall(part)
            sent += len(part)
        time.sleep(0.02)
