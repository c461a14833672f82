#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""SIGHUP reads the configuration of `earmark watch` again: what is as it was goes on,
and a wrong file changes nothing.  With a number as argument, so many reloads."""

import collections
import json
import os
import re
import shutil
import signal
import sys
import tempfile
import urllib.request

from program import ffmpeg, music, write_wav
from watching import Server, Watch, check_sequence, send_head, send_paced

RATE = 16000  # Bytes a second, of the MP3
N_RELOADS = 40


class Radio:
    """Stations by path, and how often each was connected to."""

    def __init__(self, mp3):
        self.mp3 = mp3
        self.counts = collections.Counter()
        self.server = Server(self.answer)

    def answer(self, connection, path):
        self.counts[path] += 1
        send_head(connection)
        send_paced(connection, self.mp3, RATE, self.server.stopped.is_set)

    def station(self, name, path=None, **more):
        more = {"url": self.server.url(path or name), "profile": "none", **more}
        return section("station " + name, **more)


def section(title, **entries):
    lines = [f"{key.replace('_', '-')} = {value}" for key, value in entries.items()]
    return "\n".join([f"[{title}]", *lines, "", ""])


class Configured(Watch):
    """A watch with a configuration that can be written anew."""

    def __init__(self, folder, *sections):
        self.path = os.path.join(folder, "watch.ini")
        self.n_read = 0
        self.write(*sections)
        super().__init__("-i1", "--listen=127.0.0.1:0", "--config", self.path)

    def write(self, *sections):
        with open(self.path, "w") as out:
            out.write("".join(sections))

    def reload(self, *sections, good=True):
        """Returns what it says of that."""
        self.write(*sections)
        said = len(self.log())
        self.process.send_signal(signal.SIGHUP)
        end = "read again" if good else "the file is wrong"
        self.wait(lambda w: end in w.log()[said:])
        return self.log()[said:]


def page_says(watch):
    """Of the configuration: to programs that look at health, and to Prometheus."""
    address = re.search(r"page: (http://\S+)", watch.log())[1]
    with urllib.request.urlopen(address + "healthz") as answer:
        health = json.load(answer)["configuration"]
    with urllib.request.urlopen(address + "metrics") as answer:
        name = r"^earmark_config_last_reload_successful (\d)$"
        return health[:3], re.search(name, answer.read().decode(), re.M)[1]


def firing(line):
    return {r["rule"]: r for r in line["rules"] if r["state"] == "firing"}


def test_stations(folder, radio):
    """One is added, one goes, one has another address; the others go on"""
    a, b, c = (radio.station(name) for name in "abc")
    with Configured(folder, a, b) as watch:
        watch.wait(lambda w: len(w.of("a")) > 1 and len(w.of("b")) > 1)
        log = watch.reload("; nothing but a comment\n", a, b)
        assert "0 new, 0 gone, 0 restarted, 0 with other rules" in log, log
        log = watch.reload(c, b, a)
        assert "1 new, 0 gone, 0 restarted, 0 with other rules" in log, log
        watch.wait(lambda w: len(w.of("c")) > 2)
        log = watch.reload(a, radio.station("c", "other"))
        assert "0 new, 1 gone, 1 restarted, 0 with other rules" in log, log
        n_b, n_c = len(watch.of("b")), len(watch.of("c"))
        watch.wait(lambda w: len(w.of("c")) > n_c + 3)
        assert len(watch.of("b")) <= n_b + 1
        watch.end()
    assert radio.counts == {"a": 1, "b": 1, "c": 1, "other": 1}, radio.counts
    for name in "abc":
        check_sequence(watch.of(name))
    spans = [line["seconds"] for line in watch.of("a")]
    assert all(abs(s - 1) < 0.05 for s in spans[:-1]), spans


def test_rules(folder, radio):
    """A rule that changes begins anew, and only it"""
    station = radio.station("d")
    one = section("rule one", on="level-high", **{"raise": "-60 dBFS", "for": "1s"})
    two = section("rule two", on="level-high", **{"raise": "-59 dBFS", "for": "1s"})
    other = section("rule two", on="level-high", **{"raise": "-58 dBFS", "for": "2s"})

    def fire(names):
        return lambda w: w.lines and firing(w.lines[-1]).keys() == set(names)

    with Configured(folder, station, one, two) as watch:
        watch.wait(fire(["one", "two"]))
        since = firing(watch.lines[-1])["one"]["since"]
        log = watch.reload(station, one, other)
        assert "0 restarted, 1 with other rules" in log, log
        assert "d: two is over" in log and "one is over" not in log, log
        watch.wait(fire(["one"]))
        watch.wait(fire(["one", "two"]))
        assert firing(watch.lines[-1])["one"]["since"] == since
        assert firing(watch.lines[-1])["two"]["limit"] < -58
        log = watch.reload(station, other)
        assert "d: one is over" in log, log
        watch.wait(fire(["two"]))
        watch.end()
        assert "d: down" not in watch.log(), watch.log()
    assert radio.counts["d"] == 1, radio.counts
    check_sequence(watch.of("d"))


def test_bad(folder, radio):
    """A wrong file changes nothing, and each fault is named; a good one then does"""
    e, f = radio.station("e"), radio.station("f")
    wrong = section("rule x", on="silence", **{"raise": "5 LUFS", "klang": "1"})
    with Configured(folder, e) as watch:
        watch.wait(lambda w: len(w.of("e")) > 1)
        watch.wait(lambda w: page_says(w) == ("ok", "1"))
        log = watch.reload(f, wrong, good=False)
        watch.wait(lambda w: page_says(w) == ("bad", "0"))
        assert "watch.ini:7: raise: " in log and "watch.ini:8: " in log, log
        log = watch.reload("", good=False)
        assert "there is no [station NAME] in it" in log, log
        os.remove(watch.path)
        watch.process.send_signal(signal.SIGHUP)
        watch.wait(lambda w: w.log().count("the file is wrong") == 3)
        n = len(watch.of("e"))
        watch.wait(lambda w: len(w.of("e")) > n + 1)
        assert not watch.of("f")
        log = watch.reload(section("watch", interval="2s"), e, f)
        assert "[watch] has changed; that counts after a restart" in log, log
        watch.wait(lambda w: len(w.of("f")) > 1)
        watch.wait(lambda w: page_says(w) == ("ok", "1"))
        watch.end()
    assert radio.counts["e"] == radio.counts["f"] == 1, radio.counts
    check_sequence(watch.of("e"))


def used(watch):
    """Memory in MiB, threads and descriptors of the process, once all is at work."""
    n = len(watch.lines)
    watch.wait(lambda w: len(w.lines) > n + 12)
    folder = f"/proc/{watch.process.pid}"
    with open(folder + "/status") as source:
        status = dict(line.split(":", 1) for line in source)
    memory = int(status["VmRSS"].split()[0]) / 1024
    return memory, int(status["Threads"]), len(os.listdir(folder + "/fd"))


def test_often(folder, wav, n):
    """However often: memory, threads, descriptors stay what they are"""
    stations = [
        section(f"station s{i}", url=wav, loop="yes", charset=charset)
        for charset in ("utf-8", "latin1")
        for i in range(4)
    ]
    rules = [section(f"rule r{i:060}", on="silence") for i in range(300)]
    plans = [
        stations[:4] + rules,  # Sources are changed
        stations[4:] + rules,
        stations[4:6] + rules[:200],  # Stations and rules go
        ["[station s9]\n"],  # It is wrong
    ]
    with Configured(folder, *plans[0]) as watch:
        watch.wait(lambda w: "live" in w.log())
        for i in range(1, n + 1):
            watch.reload(*plans[i % 4], good=i % 4 != 3)
            if i == n // 2 // 4 * 4:
                before = used(watch)
        after = used(watch)
        watch.end()
    print(f"{n} reloads: MiB, threads, descriptors from {before} to {after}")
    assert after[0] < before[0] + 6 and after[1:] == before[1:], (before, after)


def main():
    if not shutil.which("ffmpeg"):
        print("no ffmpeg")
        return 77
    n = int(sys.argv[1]) if len(sys.argv) > 1 else N_RELOADS
    with tempfile.TemporaryDirectory() as folder:
        wav = os.path.join(folder, "piece.wav")
        write_wav(wav, music(8, 44100), 44100)
        path = os.path.join(folder, "piece.mp3")
        ffmpeg("-i", wav, "-ac", "2", "-b:a", "128k", path)
        with open(path, "rb") as source:
            radio = Radio(source.read())
        test_stations(folder, radio)
        test_rules(folder, radio)
        test_bad(folder, radio)
        test_often(folder, wav, n // 4 * 4)
        radio.server.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
