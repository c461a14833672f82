#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""How the page of `earmark watch` is served: behind a proxy, or not at all."""

import contextlib
import os
import re
import signal
import sqlite3
import sys
import tempfile
import time

from page import TOKEN, TRUSTED, Served
from program import earmark, music, write_wav


def test_closed(wav, folder):
    """Behind a proxy all but health needs the token, and its path is known"""
    token = "--token-file=" + os.path.join(folder, "token")
    url = "--public-url=https://radio.example/earmark/"
    with Served(token, url, "--loop", "air=" + wav) as page:
        host = {"Host": "radio.example"}
        assert page.status("", **host) == page.status("earmark/", **host) == 200
        assert page.status("healthz", **host) == 200
        for path in ("api/stations", "metrics", "api/stream", "api/log", "clips/x"):
            assert page.status(path, **host) == 401, path
        assert "tags" not in page.get("api/desk", **host)
        secret = {"Authorization": TRUSTED["Authorization"], **host}
        assert page.status("earmark/api/stations", **secret) == 200
        own = {"X_Earmark": "1", "Origin": "https://radio.example", **host}
        _, headers, _ = page.ask("earmark/login", "POST", TOKEN, **own)
        assert "Secure" in headers["Set-Cookie"], headers.items()
        page.end()
        assert TOKEN not in page.log()


def test_refused(wav, folder):
    """No start without what makes it safe"""
    short = os.path.join(folder, "short")
    with open(short, "w") as out:
        out.write("secret\n")
    for args, message in (
        (["--listen=0.0.0.0:0"], "needs a token-file"),
        (["--listen=8080"], "ADDRESS:PORT"),
        (["--listen=127.0.0.1:0", "--token-file=" + short], "16 to"),
        (["--listen=127.0.0.1:0", "--token-file=/none"], "/none"),
        (["--listen=127.0.0.1:0", "--public-url=x"], "it is a URL"),
        (["--listen=127.0.0.1:0", "--metrics-tags=rock, nosuch"], "'nosuch'"),
        (["--listen=192.0.2.1:1"], "192.0.2.1:1"),
    ):
        _, said = earmark("watch", *args, wav, status=1)
        assert message in said and "secret" not in said, said
    config = os.path.join(folder, "bad.ini")
    with open(config, "w") as out:
        out.write("[watch]\nlisten = here\npublic-url = there\ntoken-file = /none\n")
        out.write("[station a]\nurl = http://localhost/\n")
    _, said = earmark("watch", "-C", "-c", config, status=2)
    for line in (":2: listen", ":3: public-url", ":4: token-file"):
        assert line in said, said


def add_event(history, model, name):
    """To a history, one that was raised after another, and is over"""
    with contextlib.closing(sqlite3.connect(history)) as database, database:
        database.execute(
            "CREATE TEMP TABLE new AS SELECT * FROM event WHERE id = ?", [model]
        )
        database.execute(
            "UPDATE new SET id = ?, raised_at = raised_at + 0.1,"
            " ended_at = raised_at + 0.1",
            [name],
        )
        database.execute("INSERT INTO event SELECT * FROM new")


def test_history(wav, folder):
    """After a kill, the page knows what was before"""
    history = os.path.join(folder, "history.db")
    config = os.path.join(folder, "history.ini")
    with open(config, "w") as out:
        out.write(f"[watch]\nhistory = {history}\ninterval = 1s\n")
        out.write(f"[station air]\nurl = {wav}\nloop = yes\n")
        out.write("[station gone]\nurl = http://127.0.0.1:1/\n[rule down]\nfor = 2s\n")
    with Served("-c", config) as page:
        page.wait(lambda w: len(w.of("air")) > 3 and w.told("gone", "down"))
        [event] = page.get("api/events")["events"]
        page.end(status=-signal.SIGKILL, kind=signal.SIGKILL)
        n = sum(x["seconds"] for x in page.of("air"))
    add_event(history, event["id"], "later")
    time.sleep(1)
    with Served("-c", config) as page:
        assert page.get("api/desk")["has_history"]
        page.wait(lambda w: len(w.of("air")) > 2)
        path = "api/stations/air/past?hours=0.02&points=72"
        past = page.get(path)
        assert past["step_seconds"] == 10, past
        assert past["times"][0] < time.time() - n - 2, past
        assert past["tags"][0] and past["lufs_momentary_max"][0] < 0, past
        week = page.get("api/stations/air/past?hours=168&points=99999")
        assert week["step_seconds"] % 60 == 0 and len(week["times"]) < 2, week
        found = page.get("api/events/" + event["id"])
        assert found["started_at"] == event["started_at"], found
        known = page.get("api/events?station=gone")["events"]
        ids = [x["id"] for x in known]
        assert ids == ["later", event["id"]], "one goes on, one was after it"
        assert [x["state"] for x in known] == ["resolved", "firing"], known
        text = page.ask("metrics")[2].decode()
        assert re.search(r"^earmark_history_bytes \d", text, re.MULTILINE), text
        assert "earmark_history_write_failures_total 0" in text
        page.end()


def main():
    with tempfile.TemporaryDirectory() as folder:
        wav = os.path.join(folder, "music.wav")
        write_wav(wav, music(5, 44100), 44100)
        with open(os.path.join(folder, "token"), "w") as out:
            out.write(TOKEN + "\n")
        test_refused(wav, folder)
        test_closed(wav, folder)
        test_history(wav, folder)


if __name__ == "__main__":
    sys.exit(main())
