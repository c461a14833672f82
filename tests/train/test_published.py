#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""Readers of published data sets, on small trees of the same form, and one of
those trained on and judged on its test split."""

import pathlib
import pickle
import subprocess
import sys
import tempfile

import common
import numpy as np

from model.train.data import dataset, published

RATE = 22050


def put(folder, name, seed=0, seconds=0.1):
    """A sound where a table says."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(seed)
    common.write_wav(path, common.audio(rng, seconds, RATE, seed % 2), RATE)


def load(folder):
    """{file: clip}, and the tags."""
    data = dataset.load(folder, folder / "teacher")
    return {clip.name: clip for clip in data.clips}, data.sets["tags"]


def test_mtat(folder):
    names = [f"tag {i}" for i in range(53)]
    lines = ["\t".join(f'"{x}"' for x in ["clip_id", *names, "mp3_path"])]
    files = {
        "0/ann-a-1.mp3": [0, 1],
        "b/bob-b-2.mp3": [1, 52],
        "c/x-3.mp3": [0],
        "d/y-4.mp3": [1],
        "f/z-5.mp3": [2],
        "1/none-6.mp3": [],
        "2/rare-7.mp3": [51],
        "3/missing-8.mp3": [0],
    }
    for n, (name, tags) in enumerate(files.items()):
        marks = ["1" if i in tags else "0" for i in range(53)]
        lines.append("\t".join(f'"{x}"' for x in [str(n), *marks, name]))
        if "missing" not in name:
            put(folder, "mp3/" + name)
    (folder / "annotations_final.csv").write_text("\n".join(lines) + "\n")
    clips, tags = load(folder)
    assert len(tags) == 50 and tags[:2] == ["tag 0", "tag 1"]
    assert "tag 51" in tags and "tag 49" not in tags
    assert set(clips) == {
        "0/ann-a-1.mp3",
        "b/bob-b-2.mp3",
        "c/x-3.mp3",
        "d/y-4.mp3",
        "f/z-5.mp3",
        "2/rare-7.mp3",
    }
    names = ("0/ann-a-1", "b/bob-b-2", "c/x-3", "d/y-4", "f/z-5")
    splits = [clips[f"{name}.mp3"].split for name in names]
    assert splits == ["train", "train", "dev", "test", "test"]
    assert set(clips["b/bob-b-2.mp3"].tags) == {"tag 1", "tag 52"}
    assert clips["0/ann-a-1.mp3"].source == "ann"


def test_jamendo(folder):
    home = folder / "data" / "splits" / "split-0"
    home.mkdir(parents=True)
    for n, part in enumerate(("train", "validation", "test")):
        (home / f"autotagging_top50tags-{part}.tsv").write_text(
            "TRACK_ID\tARTIST_ID\tALBUM_ID\tPATH\tDURATION\tTAGS\n"
            f"track_{n}\tartist_{n}\talbum_{n}\t{n}/{n}.mp3\t200.1\t"
            f"genre---rock\tmood/theme---happy{n}\n"
        )
        put(folder, f"audio/{n}/{n}.low.mp3")
    clips, tags = load(folder)
    assert tags == ["genre---rock", *(f"mood/theme---happy{n}" for n in range(3))]
    assert [clips[f"{n}/{n}.mp3"].split for n in range(3)] == ["train", "dev", "test"]
    assert clips["1/1.mp3"].tags == ("genre---rock", "mood/theme---happy1")
    assert clips["2/2.mp3"].source == "artist_2"


def dump(path, value):
    """As Python 2 left it."""
    path.write_bytes(pickle.dumps(value, protocol=2))


def test_msd(folder):
    ids = [f"TR{n}" for n in range(4)]
    dump(folder / "filtered_list_train.cP", ids[:3])
    dump(folder / "filtered_list_test.cP", ids[3:])
    dump(
        folder / "msd_id_to_tag_vector.cP",
        {one: np.array([[n % 2], [1]], dtype=bool) for n, one in enumerate(ids)},
    )
    dump(folder / "MSD_id_to_7D_id.pkl", {one: n for n, one in enumerate(ids)})
    dump(folder / "7D_id_to_path.pkl", {n: f"{n}/7/{n}7.clip.mp3" for n in range(4)})
    (folder / "50tagList.txt").write_text("rock\nMellow\n")
    for n in range(4):
        put(folder, f"songs/{n}/7/{n}7.clip.mp3")
    published.MSD_TRAIN = 2
    clips, tags = load(folder)
    assert tags == ["rock", "Mellow"]
    assert [clip.split for clip in clips.values()] == ["train", "train", "dev", "test"]
    assert clips["1/7/17.clip.mp3"].tags == ("rock", "Mellow")
    assert clips["2/7/27.clip.mp3"].tags == ("Mellow",)

    class Evil:
        """Would run a program if it were unpickled."""

        def __reduce__(self):
            return (subprocess.call, (["touch", str(folder / "ran")],))

    dump(folder / "7D_id_to_path.pkl", {0: Evil()})
    try:
        load(folder)
        raise AssertionError("an evil pickle was read")
    except ValueError as error:
        assert ".call" in str(error), error
    assert not (folder / "ran").exists()


def check_training(folder, work, program):
    """The commands of the README train and evaluate on the set."""
    folders = ["--data", str(folder), "--work", str(work)]
    command = [sys.executable, "-m", "model.train", *folders, "--scales", "18"]
    command += ["--filters", "16,16,16", "--hidden", "8"]
    command += ["--epochs", "6", "--head-epochs", "4"]
    nowhere = subprocess.DEVNULL
    subprocess.run(command, check=True, stdout=nowhere, stderr=nowhere)
    command = [sys.executable, "-m", "model.train.evaluate", *folders]
    command += ["--program", str(program), "--split", "test"]
    command += ["--network", str(work / "network.safetensors")]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    (line,) = [s for s in done.stdout.splitlines() if s.startswith("| tags")]
    print(line)
    cells = [float(x) for x in line.split("|")[2:6]]
    assert cells[0] > 0.9 and cells[2] > 0.7  # ROC-AUC, accuracy


def test_gtzan(folder):
    for part, (first, last) in {
        "train": (0, 6),
        "valid": (6, 8),
        "test": (8, 12),
    }.items():
        names = [
            f"{'noise' if n % 2 else 'tones'}/{n:05}.wav" for n in range(first, last)
        ]
        (folder / f"{part}_filtered.txt").write_text("\n".join(names) + "\n")
        for n, name in zip(range(first, last), names):
            put(folder, "genres/" + name, n, 9)
    clips, tags = load(folder)
    assert tags == ["noise", "tones"] and len(clips) == 12
    assert clips["noise/00003.wav"].tags == ("noise",)

    program, work = common.BUILD / "earmark", folder / "work"
    if not program.exists():
        print("build/earmark is not built: training not tried")
        return
    check_training(folder, work, program)


for test in (test_mtat, test_jamendo, test_msd, test_gtzan):
    with tempfile.TemporaryDirectory() as temporary:
        test(pathlib.Path(temporary))
