#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""`earmark watch` on three stations of Icecast, which are fed by ffmpeg: one is
dropped and comes back, then the server is.  With a number of seconds as argument,
again and again for so long."""

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.environ["EARMARK_ROOT"], "tests", "cli"))
from program import music, write_wav  # noqa: E402
from watching import Watch, check_sequence, seconds_of  # noqa: E402

CONFIG = """<icecast>
<limits><burst-size>65535</burst-size></limits>
<authentication><source-password>secret</source-password></authentication>
<hostname>localhost</hostname>
<listen-socket><port>%d</port><bind-address>127.0.0.1</bind-address></listen-socket>
<paths><basedir>%s</basedir><logdir>%s</logdir></paths>
<security><changeowner><user>nobody</user><group>nogroup</group></changeowner>
</security></icecast>
"""
CODECS = {
    "one.mp3": ["-c:a", "libmp3lame", "-f", "mp3", "-content_type", "audio/mpeg"],
    "two.ogg": ["-c:a", "libvorbis", "-f", "ogg", "-content_type", "application/ogg"],
    "three.ogg": ["-c:a", "libopus", "-f", "ogg", "-content_type", "application/ogg"],
}


class Broadcast:
    """Icecast and its three sources."""

    def __init__(self, folder):
        self.folder = folder
        os.chmod(folder, 0o777)
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.wav = os.path.join(folder, "music.wav")
        write_wav(self.wav, music(20, 44100), 44100)
        self.config = os.path.join(folder, "icecast.xml")
        with open(self.config, "w") as out:
            out.write(CONFIG % (self.port, folder, folder))
        self.server, self.sources = None, {}

    def start_server(self):
        self.server = subprocess.Popen(
            ["icecast2", "-c", self.config],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        late = time.monotonic() + 20
        while True:
            try:
                return socket.create_connection(("127.0.0.1", self.port)).close()
            except OSError:
                assert time.monotonic() < late, "no icecast"
                time.sleep(0.1)

    def start_source(self, name):
        url = f"icecast://source:secret@127.0.0.1:{self.port}/{name}"
        self.sources[name] = subprocess.Popen(
            ["ffmpeg", "-v", "error", "-nostdin", "-re", "-stream_loop", "-1"]
            + ["-i", self.wav, *CODECS[name], url],
            stderr=subprocess.DEVNULL,
        )

    def start(self):
        self.start_server()
        for name in CODECS:
            self.start_source(name)

    def stop_source(self, name):
        self.sources[name].kill()
        self.sources.pop(name).wait()

    def stop(self):
        for name in list(self.sources):
            self.stop_source(name)
        self.server.kill()
        self.server.wait()


def states(watch):
    """The newest of each station."""
    return {line["station"]: line["state"] for line in list(watch.lines)}


def all_live(watch):
    return list(states(watch).values()) == ["live"] * len(CODECS)


def check(lines, n_outages):
    """Nothing is missing or there twice, but for the outages"""
    check_sequence(lines)
    gaps = 0
    for before, line in zip(lines, lines[1:]):
        if before["state"] == line["state"] == "live":
            end = seconds_of(before["time"]) + before["seconds"]
            gap = seconds_of(line["time"]) - end
            gaps += line["since"] != before["since"]
            assert line["since"] != before["since"] or abs(gap) < 0.1, (before, line)
        else:
            gaps += line["state"] == "live"
    assert gaps <= n_outages + 1, (gaps, n_outages)


def check_history(path, name, lines):
    """What was said is in the database, once each, in order"""
    history = sqlite3.connect(path)
    rows = history.execute(
        """SELECT sequence, began_at, state FROM interval JOIN station
        ON station.id = station WHERE name = ? ORDER BY interval.id""",
        (name,),
    ).fetchall()
    history.close()
    assert len(rows) == len(lines), (len(rows), len(lines))
    for (sequence, began_at, state), line in zip(rows, lines):
        assert (sequence, state) == (line["sequence"], line["state"]), line
        assert abs(began_at - seconds_of(line["time"])) < 0.0011, line


def test(broadcast, seconds):
    broadcast.start()
    sources = [f"http://127.0.0.1:{broadcast.port}/{name}" for name in CODECS]
    end = time.monotonic() + seconds
    n = 0
    path = os.path.join(broadcast.folder, "history.db")
    with Watch("-i1", "--history", path, *sources) as watch:
        watch.wait(all_live)
        while n == 0 or time.monotonic() < end:
            broadcast.stop_source("one.mp3")
            watch.wait(lambda w: states(w)["one.mp3"] == "down")
            assert states(watch)["two.ogg"] == states(watch)["three.ogg"] == "live"
            broadcast.start_source("one.mp3")
            watch.wait(all_live, 100)
            broadcast.stop()
            watch.wait(lambda w: set(states(w).values()) == {"down"})
            broadcast.start()
            watch.wait(all_live, 100)
            n += 1
        watch.end()
    broadcast.stop()
    for name in CODECS:
        lines = watch.of(name)
        check(lines, 2 * n if name == "one.mp3" else n)
        check_history(path, name, lines)
        music_share = [x["music"] for x in lines if x["state"] == "live"]
        assert max(music_share) > 0.9, music_share
    print(f"{n} rounds, {len(watch.lines)} intervals")


def main():
    for program in ("icecast2", "ffmpeg"):
        if not shutil.which(program):
            print("no " + program)
            return 77
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 0
    with tempfile.TemporaryDirectory() as folder:
        broadcast = Broadcast(folder)
        try:
            test(broadcast, seconds)
        finally:
            for source in broadcast.sources.values():
                source.kill()
            broadcast.server.kill()
    return 0


if __name__ == "__main__":
    sys.exit(main())
