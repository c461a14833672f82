#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""`earmark report`: hours, programme log, shares and picture of days, also those of 23 and
25 hours."""

import csv
import datetime
import os
import sqlite3
import struct
import sys
import tempfile
import zlib
import zoneinfo

from on_air import RATE, programme
from program import earmark, write_wav
from watching import Watch

ZONE = "Europe/Berlin"
SHARES = {"off": 0.1, "neither": 0.05, "music": 0.5, "speech": 0.25, "both": 0.1}


def make_history(folder):
    """As earmark watch makes it; what was in it goes"""
    path = os.path.join(folder, "history.db")
    wav = os.path.join(folder, "air.wav")
    write_wav(wav, programme((3, 1, 1)), RATE)
    with Watch("-i1", "--history", path, "air=" + wav) as watch:
        watch.end(kind=None)
    history = sqlite3.connect(path)
    for table in ("interval", "minute", "title", "event"):
        history.execute("DELETE FROM " + table)
    return path, history


def utc(*date):
    return datetime.datetime(*date, tzinfo=zoneinfo.ZoneInfo(ZONE)).timestamp()


ADD_MINUTE = """INSERT INTO minute(station, began_at, live_seconds, down_seconds, title,
    view, tags, music, speech, silence, lufs_short_term, lufs_momentary_max)
    VALUES((SELECT id FROM station WHERE name = ?), ?, ?, ?, ?, 1, ?, ?, ?, 0, ?, ?)"""


def add_minutes(history, begin, n, kind, title=None, station="air", loudness=-20):
    """Minutes of content, from `begin` on; returns where they end"""
    find = "SELECT length(tags) - length(replace(tags, '[', '')) - 1 FROM view"
    n_tags = history.execute(find).fetchone()[0]
    tags = bytes(200 if i % 7 == 0 else 10 for i in range(n_tags))
    music, speech = kind in ("music", "both"), kind in ("speech", "both")
    live = 0 if kind == "off" else 60
    for i in range(n):
        row = (station, begin + 60 * i, live, 60 - live, title)
        row += (tags if live else None, music, speech)
        row += (loudness, loudness + 3) if live else (None, None)
        history.execute(ADD_MINUTE, row)
    return begin + 60 * n


def rows_of(*args):
    out, _ = earmark("report", *args)
    return list(csv.DictReader(out.splitlines()))


def test_hours(path, history):
    """Days begin and end at midnight of the zone, and have their hours"""
    for date, n, offsets in (
        ((2026, 3, 29), 23, {"+01:00", "+02:00"}),
        ((2026, 10, 25), 25, {"+01:00", "+02:00"}),
        ((2026, 7, 1), 24, {"+02:00"}),
    ):
        begin = utc(*date)
        add_minutes(history, begin - 3600, 60 * (n + 2), "music")
        history.commit()
        day = "-".join(f"{x:02}" for x in date)
        rows = rows_of("-c", "-z", ZONE, "--day", day, path)
        assert len(rows) == n, rows
        assert {row["from"][-6:] for row in rows} == offsets, rows
        assert {row["live_seconds"] for row in rows} == {"3600"}, rows
        assert len({row["from"] for row in rows}) == n, rows
        begins = [datetime.datetime.fromisoformat(x["from"]) for x in rows]
        assert begins[0].timestamp() == begin, rows
        assert {b - a for a, b in zip(begins, begins[1:])} == {
            datetime.timedelta(hours=1)
        }
        assert {row["lufs_short_term"] for row in rows} == {"-20.00"}, rows
        text, _ = earmark("report", "-z", ZONE, "--day", day, path)
        assert f"air, {day}, {ZONE}" in text and len(text.splitlines()) == n + 2
    rows = rows_of("-c", "-z", "UTC", path)  # The last
    assert len(rows) == 24 and rows[0]["from"] == "2026-10-25T00:00:00+00:00", rows[0]


def add_programme(history):
    """A day of three titles, with all kinds of content"""
    for i, text in enumerate(("A", '=B, "c"', "C")):
        add = "INSERT INTO title VALUES(?, 1, 0, 0, ?)"
        history.execute(add, (i + 1, text))
    at = begin = utc(2026, 8, 1)
    parts = [(k, round(1440 * share)) for k, share in SHARES.items()]
    for kind, n in parts:
        title = {"music": 1, "both": 2, "speech": 2}.get(kind)
        at = add_minutes(history, at, n, kind, title)
    columns = [row[1] for row in history.execute("PRAGMA table_info(event)")]
    values = dict.fromkeys(columns, 0)
    values.update(id="x", station="air", rule="silence", measure="silence", clip=None)
    for key, shift in (("started_at", 0), ("raised_at", 20), ("ended_at", 300)):
        values[key] = begin + 7200 + shift
    values["proven_at"] = values["ended_at"]
    names = ",".join(columns)
    marks = ",".join("?" * len(columns))
    add = f"INSERT INTO event({names}) VALUES({marks})"
    history.execute(add, [values[x] for x in columns])
    history.commit()
    return begin, parts


def test_segments(path, history):
    begin, parts = add_programme(history)
    args = ["-z", ZONE, "-d", "2026-08-01"]
    rows = rows_of("-cg", *args, path)
    words = [k.replace("both", "music+speech") for k, _ in parts]
    assert [row["content"] for row in rows] == words, rows
    assert [int(row["seconds"]) for row in rows] == [60 * n for _, n in parts], rows
    titles = ["", "", "A", '\'=B, "c"', '\'=B, "c"']
    assert [row["title"] for row in rows] == titles, rows
    assert rows[0]["from"] == "2026-08-01T00:00:00+02:00"
    for a, b in zip(rows, rows[1:]):
        assert a["to"] == b["from"], (a, b)
    (shares,) = rows_of("-cp", *args, path)
    for kind, share in SHARES.items():
        name = kind.replace("both", "music_and_speech")
        assert abs(float(shares[name]) - share) < 0.001, (kind, shares)
    text, _ = earmark("report", "-g", *args, path)
    lines = text.splitlines()
    assert lines[1].split() == ["00:00:00", "02:24:00", "off"], lines
    assert lines[-1].startswith("2026-08-01 air: off 10.0 %, neither 5.0 %"), lines
    rows = rows_of("-c", *args, path)
    assert [row["events"] for row in rows] == ["0", "0", "1"] + 21 * ["0"], rows


def test_picture(folder, path):
    """A day in colours, as wide whatever the day"""
    png = os.path.join(folder, "day.png")
    earmark("report", "-z", ZONE, "-d", "2026-08-01", "-o", png, path)
    with open(png, "rb") as source:
        data = source.read()
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", data[16:24])
    assert width == 1300 and 250 < height < 800, (width, height)
    at, parts = 8, b""
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        parts += data[at + 8 : at + 8 + length] if kind == b"IDAT" else b""
        at += 12 + length
    assert len(set(zlib.decompress(parts))) > 50  # Not all of one colour


def test_wrong(folder, path, history):
    wrong = os.path.join(folder, "air.wav")
    for args, message in (
        ([wrong], "file is not a database"),
        (["-z", "Mars/Base", path], "no time zone"),
        (["-d", "2026-02-30", path], "no day"),
        (["-s", "none", path], "no station 'none'"),
        ([os.path.join(folder, "none.db")], "unable to open"),
        (["-o", os.path.join(folder, "none", "x.png"), path], "error while writing"),
    ):
        _, err = earmark("report", *args, status=1)
        assert message in err, (args, err)
    assert not os.path.exists(os.path.join(folder, "none.db"))
    history.execute("INSERT INTO station(name) VALUES('two')")
    history.commit()
    _, err = earmark("report", "-o", os.path.join(folder, "x.png"), path, status=1)
    assert "of one station" in err, err
    earmark("report", "-cgp", path, status=2)
    earmark("report", status=2)


def main():
    with tempfile.TemporaryDirectory() as folder:
        path, history = make_history(folder)
        test_hours(path, history)
        test_segments(path, history)
        test_picture(folder, path)
        test_wrong(folder, path, history)


if __name__ == "__main__":
    sys.exit(main())
