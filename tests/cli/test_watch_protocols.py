#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""`earmark watch` on HLS, SRT, RTP and RTSP, each sent by ffmpeg, and on streams that
are odd in the middle: not a number, cut, of another rate, half an hour at once."""

import functools
import http.server
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time

import numpy as np

from program import ffmpeg, music, write_wav
from watching import Server, Watch, check_sequence, send_head, send_paced

RATE = 44100
SEND = ["ffmpeg", "-v", "error", "-nostdin", "-re", "-stream_loop", "-1"]


def free_port():
    """An even UDP port; the next one is free, too."""
    while True:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
            one.bind(("127.0.0.1", 0))
            port = one.getsockname()[1]
            if port % 2 == 0:
                return port


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


def serve(folder):
    handler = functools.partial(Quiet, directory=folder)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


class Rtsp:
    """A server of one stream, which ffmpeg sends to whoever asks to play it."""

    def __init__(self, wav):
        self.wav = wav
        self.senders = []
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            connection, _ = self.socket.accept()
            serve = threading.Thread(target=self.serve, args=(connection,), daemon=True)
            serve.start()

    def serve(self, connection):
        port = 0
        with connection, connection.makefile("rb") as lines:
            for line in lines:
                method = line.split()[0].decode()
                head = dict(self.read_head(lines))
                if "client_port=" in head.get("transport", ""):
                    port = int(head["transport"].split("client_port=")[1].split("-")[0])
                self.reply(connection, method, head, port)
                if method == "PLAY":
                    to = f"rtp://127.0.0.1:{port}"
                    command = SEND + ["-i", self.wav, "-c:a", "aac", "-f", "rtp", to]
                    sender = subprocess.Popen(command, stdout=subprocess.DEVNULL)
                    self.senders.append(sender)

    @staticmethod
    def read_head(lines):
        for line in lines:
            if line == b"\r\n":
                return
            key, value = line.decode().strip().split(": ", 1)
            yield key.lower(), value

    def reply(self, connection, method, head, port):
        lines = ["RTSP/1.0 200 OK", "CSeq: " + head["cseq"], "Session: 1"]
        body = ""
        if method == "OPTIONS":
            lines.append("Public: OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN")
        elif method == "DESCRIBE":
            body = self.describe()
            lines += ["Content-Type: application/sdp", f"Content-Length: {len(body)}"]
        elif method == "SETUP":
            ports = f"client_port={port}-{port + 1};server_port=6970-6971"
            lines.append("Transport: RTP/AVP;unicast;" + ports)
        connection.sendall("\r\n".join([*lines, "", body]).encode())

    def describe(self):
        """As ffmpeg describes what it sends."""
        command = ["ffmpeg", "-v", "error", "-nostdin", "-t", "0.1", "-i", self.wav]
        command += ["-c:a", "aac", "-f", "rtp", f"rtp://127.0.0.1:{free_port()}"]
        text = subprocess.check_output(command).decode().replace("SDP:\n", "")
        return text.strip().replace("\r\n", "\n").replace("\n", "\r\n") + "\r\n"

    def close(self):
        for sender in self.senders:
            sender.kill()
            sender.wait()


def send_all(folder, wav):
    """Addresses by name, and the processes that send."""
    hls = os.path.join(folder, "hls")
    os.mkdir(hls)
    srt, rtp = free_port(), free_port()
    sdp = os.path.join(folder, "rtp.sdp")
    outputs = [
        ["-f", "hls", "-hls_time", "1", os.path.join(hls, "live.m3u8")],
        ["-f", "mpegts", f"srt://127.0.0.1:{srt}?mode=listener"],
        ["-f", "rtp", "-sdp_file", sdp, f"rtp://127.0.0.1:{rtp}"],
    ]
    senders = [
        subprocess.Popen(
            SEND + ["-i", wav, "-c:a", "aac", *output], stdout=subprocess.DEVNULL
        )
        for output in outputs
    ]
    late = time.monotonic() + 30
    while not (os.path.exists(os.path.join(hls, "live.m3u8")) and os.path.exists(sdp)):
        assert time.monotonic() < late, "ffmpeg does not send"
        time.sleep(0.1)
    server = serve(hls)
    addresses = {
        "hls": f"http://127.0.0.1:{server.server_port}/live.m3u8",
        "srt": f"srt://127.0.0.1:{srt}",
        "rtp": sdp,
    }
    return addresses, senders


def test_protocols(folder, wav):
    """Each is heard: music, in stereo, in real time"""
    addresses, senders = send_all(folder, wav)
    rtsp = Rtsp(wav)
    addresses["rtsp"] = f"rtsp://127.0.0.1:{rtsp.port}/air"
    sources = [f"{name}={address}" for name, address in addresses.items()]
    try:
        with Watch("-i2", *sources) as watch:
            for name in addresses:
                watch.wait(lambda w: sum(heard(x) for x in w.of(name)) >= 3, 60)
            watch.end()
    finally:
        for sender in senders:
            sender.kill()
            sender.wait()
        rtsp.close()
    for name in addresses:
        lines = [x for x in watch.of(name) if heard(x)]
        check_sequence(watch.of(name))
        assert all(abs(x["seconds"] - 2) < 0.5 for x in lines[:2]), lines
        assert all(x["music"] > 0.5 and x["correlation"] < 0.9999 for x in lines), lines
        print(name, len(lines), "intervals; lag", lines[-1]["lag_seconds"])


def heard(line):
    return line["state"] == "live" and line["seconds"] > 1 and line["music"] is not None


class Odd:
    """Streams that are odd in the middle; `zeros` comes all at once."""

    def __init__(self, folder, wav):
        self.data = {
            name: self.make(folder, wav, name) for name in ("cut", "rates", "good")
        }
        self.data["nan"] = self.make_nan(folder)
        self.data["zeros"] = self.make_zeros(folder)
        self.server = Server(self.answer)

    def make(self, folder, wav, name):
        path = os.path.join(folder, name + ".mp3")
        plain = ["-b:a", "64k", "-write_xing", "0", "-id3v2_version", "0"]
        data = b""
        for rate, n_channels in ((44100, 2), (22050, 1), (44100, 2)):
            shape = ["-t", "4", "-ar", str(rate), "-ac", str(n_channels)]
            ffmpeg("-i", wav, *shape, *plain, path)
            with open(path, "rb") as source:
                data += source.read()
            if name == "cut":  # In the middle of a frame
                return data[:20123]
        return data

    def make_nan(self, folder):
        sound = np.stack([music(8, RATE)] * 2, 1).astype("<f4")
        sound[2 * RATE : 2 * RATE + 500, 0] = np.nan
        sound[4 * RATE : 4 * RATE + 500, 1] = -np.inf
        raw, wav = os.path.join(folder, "nan.f32"), os.path.join(folder, "nan.wav")
        sound.tofile(raw)
        shape = ["-f", "f32le", "-ar", str(RATE), "-ac", "2", "-i", raw]
        ffmpeg(*shape, "-c:a", "pcm_f32le", wav)
        with open(wav, "rb") as source:
            return source.read()

    def make_zeros(self, folder):
        path = os.path.join(folder, "zeros.mp3")
        zeros = ["-f", "lavfi", "-i", "anullsrc=r=44100", "-t", "10", "-b:a", "64k"]
        ffmpeg(*zeros, "-write_xing", "0", "-id3v2_version", "0", path)
        with open(path, "rb") as source:
            return source.read()

    def answer(self, connection, path):
        data = self.data[path]
        send_head(connection)
        if path == "good":
            send_paced(connection, data, 8000, self.server.stopped.is_set)
        elif path == "zeros":  # Half an hour, then more of it as it is on air
            for _ in range(180):
                connection.sendall(data)
            send_paced(connection, data, 8000, self.server.stopped.is_set)
        else:
            rate = 8 * RATE if path == "nan" else 8000
            begin, length = time.monotonic(), len(data) / rate
            over = self.server.stopped.is_set
            send_paced(
                connection,
                data,
                rate,
                lambda: over() or time.monotonic() > begin + length,
            )


def test_odd(folder, wav):
    """They go on, or end with their reason; and no other suffers"""
    odd = Odd(folder, wav)
    sources = [f"{name}={odd.server.url(name)}" for name in odd.data]
    with Watch("-i1", *sources) as watch:
        watch.wait(lambda w: sum(x["silence"] is not None for x in w.of("zeros")) > 8)
        watch.wait(lambda w: sum(heard_any(x) for x in w.of("rates")) > 9)
        watch.wait(lambda w: "cut: down" in w.log())
        watch.end()
        log = watch.log()
    for name in odd.data:
        check_sequence(watch.of(name))
    live = {n: [x for x in watch.of(n) if heard_any(x)] for n in odd.data}
    assert sum(x["bad_samples"] for x in live["nan"]) >= 500, live["nan"]
    assert all(x["lufs_short_term"] for x in live["nan"][4:8]), live["nan"]
    stereo = [x["correlation"] is not None for x in live["rates"][:11]]
    assert stereo[:3] == [True] * 3 and False in stereo[4:8] and stereo[10], stereo
    assert "cut: down: it has ended\n" in log, log
    assert all(x["silence"] > 0.9 for x in live["zeros"][2:]), live["zeros"]
    assert max(x["lag_seconds"] for x in live["good"]) < 2.5, live["good"]
    assert {x["state"] for x in watch.of("good")} <= {"connecting", "live"}
    odd.server.close()


def heard_any(line):
    return line["state"] == "live" and line["lag_seconds"] is not None


def main():
    if not shutil.which("ffmpeg"):
        print("no ffmpeg")
        return 77
    with tempfile.TemporaryDirectory() as folder:
        wav = os.path.join(folder, "music.wav")
        sound = music(10, RATE)
        write_wav(wav, np.stack([sound, 0.5 * np.roll(sound, 40)], 1), RATE)
        test_protocols(folder, wav)
        test_odd(folder, wav)
    return 0


if __name__ == "__main__":
    sys.exit(main())
