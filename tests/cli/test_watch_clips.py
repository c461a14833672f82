#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""Clips of `earmark watch`: the sound of each event, of every codec, as it was
received; none missing of many at once; bounds; a disk that is full.

With a number, so many stations at once, as `test_watch_clips.py 200`."""

import concurrent.futures
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time

import numpy as np

from program import ffmpeg, music, write_wav
from watching import Server, Watch, seconds_of, send_head, send_paced

RATE = 44100
LOUD, SILENT = 5.3, 9.0  # Seconds of a programme: music, then nothing, then a click
CLICK = LOUD + SILENT
BEFORE, AFTER = 3, 12
CODECS = {
    "mp3": ["libmp3lame", "-b:a", "128k"],
    "aac": ["aac", "-b:a", "128k"],
    "opus": ["libopus", "-b:a", "96k"],
    "vorbis": ["libvorbis"],
    "flac": ["flac"],
    "pcm": ["pcm_s16le"],
    "aiff": ["pcm_s24be"],
    "mp2": ["mp2", "-b:a", "192k"],
    "ac3": ["ac3", "-b:a", "192k"],
}
FILES = {"aac": "adts", "opus": "ogg", "vorbis": "ogg", "pcm": "wav"}
CLIPS = {
    "aac": "m4a",
    "opus": "webm",
    "vorbis": "webm",
    "pcm": "wav",
    "aiff": "wav",
    "ac3": "mka",
}
RULES = """
[watch]
clips = %s
clip-before = 3s
clip-after = 12s
[rule silence]
for = 3s
clear-for = 1s
[rule down]
for = 2s
"""


def make_programme(folder):
    """Music, silence, a click, music."""
    silence = np.zeros(int(SILENT * RATE))
    sound = np.concatenate([music(LOUD, RATE), silence, music(15, RATE)])
    at = int(CLICK * RATE)
    sound[at : at + RATE // 2] = 0
    sound[at : at + 40] = 0.95
    wav = os.path.join(folder, "programme.wav")
    write_wav(wav, np.stack([sound, sound], 1), RATE)
    return wav


def encode(folder, wav, codec):
    path = os.path.join(folder, codec)
    kind = FILES.get(codec, codec)
    extra = ["-write_xing", "0", "-id3v2_version", "0"] if codec == "mp3" else []
    rate = ["-ar", "48000"] if codec == "opus" else []
    ffmpeg("-i", wav, "-c:a", *CODECS[codec], *rate, *extra, "-f", kind, path)
    return path


def write(folder, name, text):
    path = os.path.join(folder, name)
    with open(path, "w") as out:
        out.write(text)
    return path


def decode(path):
    """Mono samples."""
    command = ["ffmpeg", "-v", "error", "-nostdin", "-i", path, "-ac", "1"]
    command += ["-ar", str(RATE), "-f", "f32le", "-"]
    return np.frombuffer(subprocess.check_output(command), "<f4")


def codec_of(path):
    command = "ffprobe -v error -of csv=p=0 -show_entries stream=codec_name".split()
    return subprocess.check_output([*command, path]).decode().strip()


def find_click(sound):
    """When the sound comes back after the last silence of three seconds."""
    loud = np.abs(sound) > 0.3
    at = np.flatnonzero(loud)
    gaps = np.flatnonzero(np.diff(at) > 3 * RATE)
    assert len(gaps), "no silence in the clip"
    return at[gaps[-1] + 1] / RATE


def events_of(watch, change):
    """Lines about events, by station."""
    lines = [x for x in list(watch.events) if x["change"] == change]
    return {x["event"]["station"]: x["event"] for x in lines}


def with_clips(watch):
    return {k: e for k, e in events_of(watch, "changed").items() if e["clip"]}


def check_clip(folder, codec, event, begin):
    """The clip has the click where it was, as it was received"""
    path = os.path.join(folder, event["clip"])
    assert event["clip"] == event["id"] + "." + CLIPS.get(codec, codec), event
    name = {"pcm": "pcm_s16le", "aiff": "pcm_s24le"}.get(codec, codec)
    assert codec_of(path) == name, (codec, codec_of(path))
    sound = decode(path)
    wanted = BEFORE + AFTER
    assert abs(len(sound) / RATE - wanted) < 0.3, (codec, len(sound) / RATE)
    # The clip begins BEFORE seconds before what the event calls its beginning
    click = seconds_of(event["started_at"]) - BEFORE + find_click(sound)
    late = click - (begin + CLICK)
    print("%-7s click at %.3f s, late by %.3f s" % (codec, find_click(sound), late))
    return late


def serve_once(mp3):
    """A station that is on air for five seconds."""
    server = Server(None)

    def answer(connection, path):
        send_head(connection, status="200 OK" if path == "air" else "404 None")
        if server.n_connections == 1:
            begin = time.monotonic()
            send_paced(connection, mp3, 16000, lambda: time.monotonic() > begin + 5)

    server.answer = answer
    return server


def test_codecs(folder, wav, n=20):
    """A click at a known time is in the clip within 0.1 s, of each codec; and as many
    events at once as there are stations have all their clips"""
    clips = os.path.join(folder, "clips")
    paths = {codec: encode(folder, wav, codec) for codec in CODECS}
    with open(paths["mp3"], "rb") as source:
        server = serve_once(source.read())
    text = RULES % clips + "".join(
        f"[station {c}]\nurl = {p}\n" for c, p in paths.items()
    )
    text += "".join(f"[station s{i}]\nurl = {paths['mp3']}\n" for i in range(n))
    text += "[station gone]\nurl = %s\n" % server.url("air")
    with Watch("-i1", "-c", write(folder, "codecs.ini", text)) as watch:
        watch.wait(lambda w: len(with_clips(w)) >= len(CODECS) + n, 90)
        first = {}
        for line in watch.lines:
            if line["state"] == "live":
                first.setdefault(line["station"], seconds_of(line["time"]))
        watch.end()
        found = with_clips(watch)
    server.close()
    for codec in CODECS:
        late = check_clip(clips, codec, found[codec], first[codec])
        assert abs(late) < 0.1, (codec, late)
    names = sorted(e["clip"] for e in found.values())
    assert sorted(os.listdir(clips)) == names and len(set(names)) == len(names)
    check_many(clips, [found[f"s{i}"]["clip"] for i in range(n)])
    # What was to be heard before the end
    assert found["gone"]["rule"] == "down", found["gone"]
    sound = decode(os.path.join(clips, found["gone"]["clip"]))
    assert abs(len(sound) / RATE - BEFORE) < 0.3, len(sound) / RATE


def check_many(clips, names):
    sizes = [os.path.getsize(os.path.join(clips, name)) for name in names]
    print("%d clips of %d to %d bytes" % (len(sizes), min(sizes), max(sizes)))
    assert min(sizes) > 0.95 * max(sizes), sizes
    sound = decode(os.path.join(clips, names[-1]))
    assert abs(len(sound) / RATE - BEFORE - AFTER) < 0.3, len(sound) / RATE


def test_end(folder, wav):
    """At a signal, a clip is written with what there is; and clips are bounded"""
    path = encode(folder, wav, "pcm")
    runs = {}
    for bound in ("", "clips-size = 1 MB\n"):
        clips = os.path.join(folder, "end" + bound[:5])
        text = (RULES % clips).replace("[rule", bound + "[rule", 1)
        text = text.replace("clip-before = 3s", "clip-before = 10s")
        text += f"[station air]\nurl = {path}\n"
        config = write(folder, "end%d.ini" % len(runs), text)
        runs[clips] = (not bound, Watch("-i1", "-c", config))
    for clips, (is_kept, watch) in runs.items():
        with watch:
            watch.wait(lambda w: events_of(w, "raised"))
            time.sleep(1)
            watch.end()
        told = [x["event"]["clip"] for x in watch.events if x["change"] == "changed"]
        assert told[0] and (told[-1] is not None) == is_kept, told
        assert os.listdir(clips) == [told[0]][:is_kept], told
        if is_kept:
            sound = decode(os.path.join(clips, told[0]))
            assert 8 < len(sound) / RATE < 12, len(sound) / RATE


def test_failure(folder, _):
    """Where clips cannot be written all else goes on; one event says so, until they
    can be again"""
    clips, away = os.path.join(folder, "lost"), os.path.join(folder, "away")
    text = (RULES % clips).replace("clip-after = 12s", "clip-after = 2s")
    text = text.replace("for = 3s", "for = 1s")
    for name, n in (("a", 2), ("b", 3), ("c", 12)):
        part = os.path.join(folder, name + ".wav")
        write_wav(part, np.concatenate([music(n, RATE), np.zeros(25 * RATE)]), RATE)
        text += f"[station {name}]\nurl = {part}\n"
    with Watch("-i1", "-c", write(folder, "lost.ini", text)) as watch:
        watch.wait(lambda w: w.lines)
        os.rename(clips, away)
        watch.wait(lambda w: None in events_of(w, "raised"))
        watch.wait(lambda w: len(events_of(w, "raised")) >= 3)
        os.rename(away, clips)
        watch.wait(lambda w: None in events_of(w, "resolved"))
        watch.wait(lambda w: "c" in with_clips(w))
        assert watch.lines[-1]["state"] == "live"
        watch.end()
        log = watch.log()
    assert log.count("clips: ") == 2 and "No such file" in log, log
    told = [x["change"] for x in watch.events if x["event"]["station"] is None]
    assert told == ["raised", "resolved"], told


def test_history(folder, wav):
    """The history knows the clips that there are, and no others: one is deleted as
    they are too many, and one by somebody else"""
    clips, history = os.path.join(folder, "kept"), os.path.join(folder, "history.db")
    path = encode(folder, wav, "mp3")
    text = (RULES % clips).replace("clip-after = 12s", "clip-after = 1s")
    text = text.replace("clips =", f"history = {history}\nclips =")
    text += f"[station air]\nurl = {path}\n"

    def run(more=""):
        config = write(folder, "kept.ini", text.replace("clips =", more + "clips ="))
        with Watch("-i1", "-c", config) as watch:
            watch.wait(lambda w: w.lines)
            if not more:
                watch.wait(lambda w: "air" in with_clips(w))
            time.sleep(2)
            watch.end()

    def known():
        with sqlite3.connect(history) as database:
            rows = database.execute("SELECT clip FROM event WHERE clip IS NOT NULL")
            return sorted(name for (name,) in rows)

    run()
    run()
    names = known()
    assert len(names) == 2 and names == sorted(os.listdir(clips)), names
    os.remove(os.path.join(clips, names[0]))
    run("clips-age = 30d\n")
    assert known() == names[1:], (known(), names)
    late = time.time() - 100
    os.utime(os.path.join(clips, names[1]), (late, late))
    run("clips-age = 1m\n")
    assert not known() and not os.listdir(clips), known()


def main():
    if not shutil.which("ffmpeg"):
        print("no ffmpeg")
        return 77
    with tempfile.TemporaryDirectory() as folder:
        wav = make_programme(folder)
        if len(sys.argv) > 1:
            test_codecs(folder, wav, int(sys.argv[1]))
            return 0
        # They take real time, but little else
        with concurrent.futures.ThreadPoolExecutor() as pool:
            runs = []
            for test in (test_codecs, test_end, test_failure, test_history):
                own = os.path.join(folder, test.__name__)
                os.mkdir(own)
                runs.append(pool.submit(test, own, wav))
            for run in runs:
                run.result()
    return 0


if __name__ == "__main__":
    sys.exit(main())
