#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""`earmark watch` on three stations of Icecast, which ffmpeg feeds with two kinds of
music and speech: one is dropped and comes back, then the server is; at last the
program is killed and started again.  With a number of seconds as argument, stations
are dropped again and again for so long."""

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
RULES = """[watch]
history = {history}
interval = 1s
[station one.mp3]
url = http://127.0.0.1:{port}/one.mp3
[station two.ogg]
url = http://127.0.0.1:{port}/two.ogg
[station three.ogg]
url = http://127.0.0.1:{port}/three.ogg
profile = talk
[rule down]
for = 2s
"""
WORDS = (
    "Good evening. Here is the news, and after it the weather, with rain in the west."
)
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
        self.wavs = {n: os.path.join(folder, n + ".wav") for n in CODECS}
        tune = music(20, 44100)
        write_wav(self.wavs["one.mp3"], tune, 44100)
        write_wav(self.wavs["two.ogg"], tune[::-1], 44100)
        espeak = ["espeak-ng", "-v", "en-us+f3", "-w", self.wavs["three.ogg"], WORDS]
        subprocess.run(espeak, check=True)
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
            + ["-i", self.wavs[name], *CODECS[name], url],
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


def is_over(watch):
    """Nothing is down any more."""
    return all(len(watch.told(name, "down")) % 2 == 0 for name in CODECS)


def check_events(watch, n, before):
    """Each outage is one event, from its beginning to its end"""
    for name in CODECS:
        told = watch.told(name, "down")[before[name] :]
        wanted = 2 * n if name == "one.mp3" else n
        assert [x[0] for x in told] == ["raised", "resolved"] * wanted, told
        ids = [x[1]["id"] for x in told]
        assert ids[::2] == ids[1::2] and len(set(ids)) == wanted, told


def check_restart(path, begin, end):
    """While the program was not there nothing is known, else all, once"""
    history = sqlite3.connect(path)
    assert history.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    for name in CODECS:
        rows = history.execute(
            """SELECT began_at, seconds, state FROM interval JOIN station
            ON station.id = station WHERE name = ? ORDER BY interval.id""",
            (name,),
        ).fetchall()
        holes = []
        for (began_at, length, state), after in zip(rows, rows[1:]):
            assert after[0] > began_at + length - 0.002, (name, began_at, after)
            # A station that comes back, or goes, may leave a moment
            if state == after[2] == "live" and after[0] > began_at + length + 0.1:
                holes.append((began_at + length, after[0]))
        alone = [hole for hole in holes if hole[0] > begin - 2 and hole[1] < end]
        assert len(alone) == len(holes) == (name != "one.mp3"), (name, holes)
    history.close()


def test_kill(broadcast, config, path):
    """Killed while a station is down, and started again: its event goes on"""
    with Watch("--config", config) as watch:
        watch.wait(all_live, 100)
        broadcast.stop_source("one.mp3")
        watch.wait(lambda w: w.told("one.mp3", "down"))
        begin = time.time()
        watch.process.kill()
        watch.process.wait()
        watch.reader.join()
        raised = watch.told("one.mp3", "down")
    with Watch("--config", config) as watch:
        watch.wait(lambda w: states(w).get("two.ogg") == "live", 100)
        watch.wait(lambda w: states(w).get("three.ogg") == "live", 100)
        end = time.time() + 2
        broadcast.start_source("one.mp3")
        watch.wait(lambda w: len(w.told("one.mp3", "down")) == 1, 100)
        watch.wait(all_live, 100)
        time.sleep(2)
        watch.end()
        resolved = watch.told("one.mp3", "down")
    assert [x[0] for x in raised + resolved] == ["raised", "resolved"], resolved
    assert raised[0][1]["id"] == resolved[0][1]["id"], (raised, resolved)
    check_restart(path, begin, end)


def test(broadcast, seconds):
    broadcast.start()
    end = time.monotonic() + seconds
    n = 0
    path = os.path.join(broadcast.folder, "history.db")
    config = os.path.join(broadcast.folder, "watch.ini")
    with open(config, "w") as out:
        out.write(RULES.format(history=path, port=broadcast.port))
    with Watch("--config", config) as watch:
        watch.wait(all_live)
        watch.wait(is_over)
        before = {name: len(watch.told(name, "down")) for name in CODECS}
        while n == 0 or time.monotonic() < end:
            broadcast.stop_source("one.mp3")
            watch.wait(lambda w: len(w.told("one.mp3", "down")) % 2 == 1)
            assert states(watch)["two.ogg"] == states(watch)["three.ogg"] == "live"
            broadcast.start_source("one.mp3")
            watch.wait(lambda w: len(w.told("one.mp3", "down")) % 2 == 0, 100)
            watch.wait(all_live, 100)
            broadcast.stop()
            watch.wait(lambda w: all(len(w.told(x, "down")) % 2 for x in CODECS))
            broadcast.start()
            watch.wait(is_over, 100)
            watch.wait(all_live, 100)
            n += 1
        watch.end()
    check_events(watch, n, before)
    for name in CODECS:
        lines = watch.of(name)
        check(lines, 2 * n if name == "one.mp3" else n)
        check_history(path, name, lines)
        content = "speech" if name == "three.ogg" else "music"
        share = [x[content] for x in lines if x["state"] == "live"]
        assert max(share) > 0.6, share
    os.remove(path)
    test_kill(broadcast, config, path)
    broadcast.stop()
    print(f"{n} rounds, {len(watch.lines)} intervals")


def main():
    for program in ("icecast2", "ffmpeg", "espeak-ng"):
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
