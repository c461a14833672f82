#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""`earmark watch` on servers of all kinds: why each gives no audio, what comes back,
bursts, titles, secrets, and that none holds up another."""

import os
import shutil
import ssl
import subprocess
import sys
import tempfile
import time

from program import ffmpeg, music, write_wav
from watching import Server, Watch, check_sequence, send_head, send_paced

MP3_RATE = 16000  # Bytes a second
CANARY = "c4n4ry"
SLOW_RESOLVER = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <netdb.h>
#include <string.h>
#include <unistd.h>
int
getaddrinfo(const char* node,
            const char* service,
            const struct addrinfo* hints,
            struct addrinfo** result)
{
  static int (*next)(const char*, const char*, const struct addrinfo*,
                     struct addrinfo**);
  if (node && !strcmp(node, "slow.invalid")) {
    sleep(30);
    return EAI_AGAIN;
  }
  next = dlsym(RTLD_NEXT, "getaddrinfo");
  return next(node, service, hints, result);
}
"""


def make_audio(folder):
    """The same piece as MP3, Ogg and more, by ending."""
    wav = os.path.join(folder, "piece.wav")
    write_wav(wav, music(8, 44100), 44100)
    mp3 = os.path.join(folder, "piece.mp3")
    ffmpeg("-i", wav, "-ac", "2", "-b:a", "128k", "-id3v2_version", "0", mp3)
    return wav, mp3


def read(path):
    with open(path, "rb") as source:
        return source.read()


class Faults:
    """A server with a fault for each path, and audio on `good`."""

    def __init__(self, mp3):
        self.mp3 = mp3
        self.server = Server(self.answer)
        self.url = self.server.url

    def answer(self, connection, path):
        name = path.split("?")[0]
        if name == "good":
            send_head(connection)
            send_paced(connection, self.mp3, MP3_RATE, self.server.stopped.is_set)
        elif name == "html":
            send_head(connection, kind="text/html; charset=utf-8")
            connection.sendall(b"<html><body>Login</body></html>" * 100)
        elif name == "noise":
            send_head(connection)
            connection.sendall(b"no audio at all\n" * 100000)
        elif name == "empty":
            send_head(connection)
        elif name == "silent":
            self.server.stopped.wait()
        elif name == "stalls":
            send_head(connection)
            connection.sendall(self.mp3[: 2 * MP3_RATE])
            self.server.stopped.wait()
        elif name == "ends":
            send_head(connection)
            connection.sendall(self.mp3[:MP3_RATE])
        else:
            send_head(connection, status=name + " Error", kind="text/plain")


def tls_server(folder):
    """HTTPS with a certificate that nobody trusts."""
    key, certificate = os.path.join(folder, "key"), os.path.join(folder, "certificate")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"]
        + ["-subj", "/CN=localhost", "-keyout", key, "-out", certificate],
        check=True,
        stderr=subprocess.DEVNULL,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return Server(
        lambda connection, path: send_head(connection),
        lambda connection: context.wrap_socket(connection, server_side=True),
    )


def slow_resolver(folder):
    """An environment in which the name slow.invalid takes 30 seconds."""
    source = os.path.join(folder, "slow.c")
    library = os.path.join(folder, "slow.so")
    with open(source, "w") as out:
        out.write(SLOW_RESOLVER)
    subprocess.run(["gcc", "-shared", "-fPIC", "-o", library, source], check=True)
    return dict(os.environ, LD_PRELOAD=library)


WANTED = {
    "html": "not-audio",
    "noise": "not-audio",
    "empty": "not-audio",
    "404": "not-found",
    "410": "server",
    "401": "denied",
    "403": "denied",
    "500": "server",
    "silent": "no-answer",
    "ends": "ended",
    "stalls": "stalled",
    "tls": "tls",
    "refused": "refused",
    "none": "no-name",
}


def test_reasons(folder, mp3):
    """A reason for each, and the good ones do not suffer"""
    faults, tls = Faults(mp3), tls_server(folder)
    urls = {name: faults.url(name) for name in [*WANTED, "good"]}
    urls["tls"] = tls.url("x", "https")
    urls["refused"] = "http://127.0.0.1:1/"
    urls["none"] = "http://nosuch.invalid/"
    urls["slow"] = "http://slow.invalid/"
    sources = [f"{name}={url}" for name, url in urls.items()]
    with Watch("-i1", *sources, env=slow_resolver(folder)) as watch:

        def found(watch):
            lines = list(watch.lines)
            return {(x["station"], x["reason"]) for x in lines} >= set(WANTED.items())

        watch.wait(found, 40)
        good = [x for x in watch.of("good") if x["state"] != "connecting"]
        begin = time.monotonic()
        watch.end()
        assert time.monotonic() - begin < 10, "it waits for the resolver"
    assert len(good) >= 12 and {x["state"] for x in good} == {"live"}, len(good)
    lag = max(x["lag_seconds"] for x in good)
    assert lag < 2, lag
    check_sequence(good)
    for name, reason in WANTED.items():
        lines = watch.of(name)
        check_sequence(lines)
        states = {x["state"] for x in lines if x["reason"] == reason}
        assert states <= {"down", "stalled"}, (name, states)
    assert {x["state"] for x in watch.of("slow")} == {"connecting"}
    faults.server.close()
    tls.close()


class Radio:
    """A station that sends seconds of the past at each connect, as Icecast does."""

    def __init__(self, mp3):
        self.mp3 = mp3
        self.server = Server(self.answer)
        self.drop = False

    def answer(self, connection, path):
        send_head(connection)
        send_paced(connection, self.mp3, MP3_RATE, self.is_over, burst=7.0)

    def is_over(self):
        return self.drop or self.server.stopped.is_set()


def test_bursts(mp3):
    """No interval twice, though seconds of the past come at each connect"""
    radio = Radio(mp3)
    begin = time.time()
    with Watch("-i1", "radio=" + radio.server.url("live")) as watch:
        for n in (1, 2):
            watch.wait(lambda w: len(w.of("radio")) >= 4 * n)
            radio.drop = True
            watch.wait(lambda w: w.log().count("down") == n)
            radio.drop = False
            watch.wait(lambda w: w.log().count("radio: live") == n + 1)
        watch.wait(lambda w: w.lines[-1]["state"] == "live")
        lines = watch.end()
    check_sequence(lines)
    heard = sum(x["seconds"] for x in lines if x["state"] == "live")
    assert heard < time.time() - begin, (heard, time.time() - begin)
    assert radio.server.n_connections == 3, radio.server.n_connections
    radio.server.close()


def test_icy(mp3):
    """Titles within a stream, in whatever encoding"""
    titles = ["Björk".encode("cp1252"), "Песня".encode(), b"Don't; stop"]

    def answer(connection, path):
        send_head(connection, icy_metaint="2000", icy_name="x")
        for i in range(1000):
            at = i * 2000 % (len(mp3) - 2000)
            packet = b"StreamTitle='" + titles[min(i // 20, len(titles) - 1)] + b"';"
            packet += bytes(-len(packet) % 16)
            data = mp3[at : at + 2000] + bytes([len(packet) // 16]) + packet
            connection.sendall(data)
            time.sleep(2000 / MP3_RATE)

    server = Server(answer)
    with Watch("-i1", "radio=" + server.url("live")) as watch:
        watch.wait(lambda w: any("stop" in (x["title"] or "") for x in w.lines))
        lines = watch.end()
    shown = [x["title"] for x in lines]
    order = sorted(set(shown), key=shown.index)
    wanted = ["Björk", "Песня", "Don't; stop"]
    assert order == wanted[:3], shown
    server.close()


def test_chains(folder, wav):
    """Chained Ogg: each title, and stereo after mono, for every codec"""
    titles = ["Björk", "Песня", "Don't; stop"]
    codecs = {"opus": "libopus", "vorbis": "libvorbis", "flac": "flac"}
    sources = []
    for name, codec in codecs.items():
        chain = os.path.join(folder, name + ".ogg")
        with open(chain, "wb") as out:
            for i, title in enumerate(titles):
                part = os.path.join(folder, "part.ogg")
                ffmpeg(
                    *["-i", wav, "-t", "2", "-ac", str(1 + i % 2), "-c:a", codec],
                    *["-ar", "48000", "-metadata", "title=" + title, part],
                )
                out.write(read(part))
        sources.append(f"{name}={chain}")
    with Watch("-i1", *sources) as watch:
        lines = watch.end(kind=None)
    for name in codecs:
        found = [x for x in lines if x["station"] == name and x["state"] == "live"]
        shown = [x["title"] for x in found]
        assert shown == [t for t in titles for _ in (0, 1)], (name, shown)
        stereo = [x["correlation"] is not None for x in found]
        assert stereo == [False, False, True, True, False, False], (name, found)
        check_sequence(found)


def test_secrets(mp3):
    """What is secret in an address is nowhere to be seen"""
    faults = Faults(mp3)
    host = f"user:{CANARY}@127.0.0.1"
    sources = [
        "http://%s:%d/good?token=%s" % (host, faults.server.port, CANARY),
        "http://%s:%d/404?%s" % (host, faults.server.port, CANARY),
        "https://%s:1/a" % host,
        "rtsp://%s:1/a?key=%s" % (host, CANARY),
    ]
    with Watch("--verbose", "-i1", *sources) as watch:
        watch.wait(lambda w: len(w.of("good")) > 1)
        with open(f"/proc/{watch.process.pid}/cmdline", "rb") as source:
            assert CANARY not in source.read().decode()
        lines = watch.end()
        assert CANARY not in watch.log() and "***" in watch.log(), watch.log()
    assert CANARY not in repr(lines)
    faults.server.close()


def main():
    for program in ("openssl", "gcc", "ffmpeg"):
        if not shutil.which(program):
            print("no " + program)
            return 77
    with tempfile.TemporaryDirectory() as folder:
        wav, path = make_audio(folder)
        mp3 = read(path)
        test_chains(folder, wav)
        test_icy(mp3)
        test_secrets(mp3)
        test_bursts(mp3)
        test_reasons(folder, mp3)
    return 0


if __name__ == "__main__":
    sys.exit(main())
