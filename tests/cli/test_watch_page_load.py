#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""Malformed requests by the thousand, 500 connections, readers and writers that are
slow on purpose: the page may suffer, the watching does not."""

import collections
import concurrent.futures
import os
import random
import socket
import sys
import tempfile
import threading
import time

import numpy as np

from page import TOKEN, Served
from program import music, write_wav
from watching import check_sequence

REQUESTS = 3000
SENDERS = 24  # At once
CONNECTIONS = 500
PATIENCE = 10  # Seconds that the server has, as visitors.h says
HEADERS = b"Host: localhost\r\nX-Earmark: 1\r\nAuthorization: Bearer x\r\n"
GOOD = [
    b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET /api/stations/air HTTP/1.1\r\n" + HEADERS + b"\r\n",
    b"GET /api/stations/air/past?points=9 HTTP/1.1\r\n" + HEADERS + b"\r\n",
    b"GET /clips/x HTTP/1.1\r\nRange: bytes=0-1\r\n" + HEADERS + b"\r\n",
    b"GET /api/events?station=air&limit=3 HTTP/1.0\r\n" + HEADERS + b"\r\n",
    b"POST /login HTTP/1.1\r\nContent-Length: 4\r\n" + HEADERS + b"\r\nabcd",
    b"POST /login HTTP/1.1\r\nTransfer-Encoding: chunked\r\n"
    + HEADERS
    + b"\r\n4\r\nabcd\r\n0\r\n\r\n",
    b"POST /api/events/x/acknowledge HTTP/1.1\r\n" + HEADERS + b"\r\n",
]
PIECES = [
    *[b"\0", b"\r\n", b"\n", b"\r", b" ", b":", b"%", b"%00", b"%2e%2e%2f", b"../"],
    *[b"/../../etc/passwd", b"HTTP/9.9", b"HTTP/", b"\xff\xfe", b"\x80" * 40],
    *[b"Content-Length: -1\r\n", b"Content-Length: 99999999999999999999\r\n"],
    *[b"Content-Length: 5\r\n", b"Transfer-Encoding: chunked\r\n", b"ffffffffff\r\n"],
    *[b"Cookie: earmark-80=1.x; =;;\r\n", b"Range: bytes=-,--1,9-\r\n", b"A" * 40000],
    *[b"Host: evil.example\r\n", b"Expect: 100-continue\r\n", b"a: b\r\n" * 500],
    *[b"?" + b"&" * 300, b"?points=nan&points=1e999", b"Upgrade: websocket\r\n"],
]


def mutate(chance):
    """A request that is wrong in some places."""
    text = bytearray(chance.choice(GOOD))
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(text) + 1)
        kind = chance.randrange(5)
        if kind == 0:
            text[at:at] = chance.choice(PIECES)
        elif kind == 1:
            del text[at : at + chance.randint(1, 20)]
        elif kind == 2 and at < len(text):
            text[at] = chance.randrange(256)
        elif kind == 3:
            text[at:at] = bytes(chance.randrange(256) for _ in range(8))
        else:
            text[at:] = chance.choice(GOOD)[-chance.randint(1, 60) :]
    return bytes(text)


def send(page, text):
    """What comes back of a request soon; of half of one, nothing may."""
    answer = b""
    with page.connect() as connection:
        connection.settimeout(0.5)
        try:
            connection.sendall(text)
            while (part := connection.recv(65536)) and len(answer) < 1 << 20:
                answer += part
                connection.settimeout(0.03)
        except OSError:
            pass  # Sent away, or the server waits for more
    return answer


def test_malformed(page):
    """Whatever comes, the answer is one of ours, and says nothing of the machine"""
    chance = random.Random(1)
    texts = [mutate(chance) for _ in range(REQUESTS)]
    statuses = collections.Counter()
    with concurrent.futures.ThreadPoolExecutor(SENDERS) as pool:
        answers = list(pool.map(lambda text: send(page, text), texts))
    for text, answer in zip(texts, answers):
        status = answer.split(b" ")[1] if answer.startswith(b"HTTP/") else b""
        statuses[status.decode()] += 1
        assert status[:1] in (b"", b"2", b"3", b"4") or status == b"505", (text, answer)
        assert b"root:" not in answer and TOKEN.encode() not in answer, (text, answer)
    print(REQUESTS, "requests:", dict(statuses))
    assert len(statuses) > 5, statuses
    assert page.get("healthz")["status"] == "ok"


def fill(page):
    """As many connections as the server takes, and more"""
    held = []
    for i in range(CONNECTIONS):
        connection = page.connect(f"127.0.0.{2 + i % 5}")
        kind = i % 4
        if kind == 0:  # Listens, and never reads
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
            connection.sendall(b"GET /api/stream HTTP/1.1\r\nHost: localhost\r\n\r\n")
        elif kind == 1:  # Asks for much, and never reads
            connection.sendall(b"GET /page.js HTTP/1.1\r\nHost: localhost\r\n\r\n" * 99)
        elif kind == 2:
            connection.sendall(b"POST /login HTTP/1.1\r\nContent-Length: 9\r\nHost: ")
        held.append(connection)
    return held


def drip(held, stop):
    """A byte now and then, so that nobody seems to be idle"""
    while not stop.wait(1):
        for connection in held[2::4]:
            try:
                connection.send(b"a")
            except OSError:
                pass


def is_open(connection):
    connection.setblocking(False)
    try:
        while connection.recv(4096):
            pass
        return False
    except BlockingIOError:
        return True
    except OSError:
        return False


def test_crowd(page):
    """One address cannot take all, and who asks for nothing is sent away"""
    held = fill(page)
    stop = threading.Event()
    dripping = threading.Thread(target=drip, args=(held, stop))
    dripping.start()
    try:
        n, begin = len(page.lines), time.monotonic()
        while any(map(is_open, held[2::4] + held[3::4])):
            # Those that waited to be let in come after the first
            assert time.monotonic() < begin + 3 * PATIENCE, "some are still there"
            time.sleep(0.5)
        seconds = time.monotonic() - begin
        assert len(page.lines) > n + seconds - 2, "the watching falters"
        assert page.get("healthz")["status"] == "ok"
    finally:
        stop.set()
        dripping.join()
        for connection in held:
            connection.close()


def main():
    with tempfile.TemporaryDirectory() as folder:
        wav = os.path.join(folder, "music.wav")
        sound = music(8, 44100)
        write_wav(wav, np.stack([sound, 0.7 * sound], 1), 44100)
        token = os.path.join(folder, "token")
        with open(token, "w") as out:
            out.write(TOKEN + "\n")
        arguments = ["-i1", "--loop", "--token-file=" + token, "air=" + wav]
        with Served(*arguments) as page:
            page.wait(lambda w: len(w.lines) > 1)
            test_malformed(page)
            test_crowd(page)
            open_files = len(os.listdir(f"/proc/{page.process.pid}/fd"))
            lines = page.end()
        assert open_files < 100, open_files
        check_sequence(lines)
        live = [x for x in lines if x["state"] == "live"]
        seconds = sum(x["seconds"] for x in live)
        lag = max(x["lag_seconds"] for x in live)
        dropped = sum(x["dropped_seconds"] for x in live)
        print(f"{seconds:.0f} s heard, {lag:.2f} s late at worst, {dropped} s lost")
        assert lag < 2.5 and not dropped and len(live) == len(lines), lag
        assert max(x["since"] for x in live) == live[0]["since"], "it was interrupted"


if __name__ == "__main__":
    sys.exit(main())
