# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""Talk to the page that `earmark watch --listen` serves."""

import http.client
import json
import re
import socket

from watching import Watch

TOKEN = "a-token-of-the-tests"
OWN = {"X-Earmark": "1"}
TRUSTED = {"Authorization": "Bearer " + TOKEN, **OWN}


class Served(Watch):
    """A run with a page, on a port that was free."""

    def __init__(self, *args, address="127.0.0.1:0", **options):
        listen = [f"--listen={address}"] if address else []
        super().__init__(*listen, *args, **options)
        self.port = int(self.wait_port())
        self.host = "127.0.0.1"

    def wait_port(self):
        found = self.wait(lambda w: re.search(r"page: http://\S+:(\d+)/", w.log()))
        return found[1]

    def url(self, path=""):
        return f"http://{self.host}:{self.port}/{path}"

    def ask(self, path, method="GET", body=None, **headers):
        """(status, headers, bytes); names of headers with _ for -"""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=20)
        try:
            named = {key.replace("_", "-"): value for key, value in headers.items()}
            connection.request(method, "/" + path, body, named)
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            connection.close()

    def get(self, path, **headers):
        """The object of an answer that is good."""
        status, _, body = self.ask(path, **headers)
        assert status == 200, (path, status, body)
        return json.loads(body)

    def status(self, path, method="GET", body=None, **headers):
        return self.ask(path, method, body, **headers)[0]

    def connect(self, source="127.0.0.1"):
        return socket.create_connection(
            (self.host, self.port), timeout=20, source_address=(source, 0)
        )


def read_stream(connection, wanted, most=20):
    """Events of a stream until wanted(name, object) holds; that object."""
    rest, name = b"", None
    connection.sendall(b"GET /api/stream HTTP/1.0\r\nHost: localhost\r\n\r\n")
    for _ in range(1000 * most):
        part = connection.recv(65536)
        assert part, "the stream has ended"
        *lines, rest = (rest + part).split(b"\n")
        for line in lines:
            key, _, value = line.decode().partition(": ")
            if key == "event":
                name = value
            elif key == "data":
                found = json.loads(value)
                if wanted(name, found):
                    return found
    raise AssertionError("it does not come")
