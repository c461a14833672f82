# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""Who is told by `earmark watch`: servers for its requests, programs that it runs."""

import http.server
import json
import os
import socket
import stat
import threading
import time


class Receiver:
    """An HTTP server that keeps what it is sent, and answers as `answer` says: a
    status, or "hang"."""

    def __init__(self, port=0, answer=200):
        self.answer = answer
        self.requests = []  # (method, path, headers, body)
        self.open = threading.Event()  # Set: who hangs may go on
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                size = int(self.headers.get("Content-Length", 0))
                body = self.rfile.read(size).decode()
                request = (self.command, self.path, dict(self.headers), body)
                receiver.requests.append(request)
                if receiver.answer == "hang":
                    receiver.open.wait(60)
                    return
                self.send_response(receiver.answer)
                self.send_header("Content-Length", "0")
                self.send_header("Location", "/elsewhere")
                self.end_headers()

            do_GET = do_POST

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def url(self, path="", scheme="http"):
        return f"{scheme}://127.0.0.1:{self.port}/{path}"

    def bodies(self):
        """What was sent to it, as JSON."""
        return [json.loads(body) for _, _, _, body in list(self.requests) if body]

    def events(self):
        """All events that it was told of, with `change`."""
        return [e for body in self.bodies() for e in body.get("events", [])]

    def wait(self, condition, seconds=30):
        """Until condition(self) holds; what it then was."""
        late = time.monotonic() + seconds
        while not (found := condition(self)):
            assert time.monotonic() < late, self.requests[-5:]
            time.sleep(0.02)
        return found

    def close(self):
        if not self.open.is_set():
            self.open.set()
            self.server.shutdown()
            self.server.server_close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def free_port():
    """Of which nobody hears just now."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def write(folder, name, text):
    path = os.path.join(folder, name)
    with open(path, "w") as out:
        out.write(text)
    return path


def program(folder, name, text):
    """A shell script."""
    path = write(folder, name, "#!/bin/sh\n" + text)
    os.chmod(path, os.stat(path).st_mode | stat.S_IXUSR)
    return path
