#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""Sound that begins, ends or changes at a known time: `labels` and `--over-time` say
so at that time, and silence leaves a file's tags alone."""

import os
import tempfile

import numpy as np
from program import earmark, largest_difference, music, tag_json, write_wav

RATES = (22050, 44100, 48000)


def noise(seconds, rate):
    return np.random.default_rng(1).normal(0, 0.2, int(seconds * rate))


def silence(seconds, rate):
    return np.zeros(int(seconds * rate))


def labels(folder, samples, rate, *options):
    """{tag: [(begin, end)]}"""
    path = os.path.join(folder, "sound.wav")
    write_wav(path, samples, rate)
    found = {}
    for line in earmark("labels", *options, path)[0].splitlines():
        begin, end, tag = line.split("\t")
        found.setdefault(tag, []).append((float(begin), float(end)))
    return found


def check_silence(found, *wanted):
    regions = found.get("silence", [])
    assert len(regions) == len(wanted), (regions, wanted)
    for region, expected in zip(regions, wanted):
        assert np.abs(np.subtract(region, expected)).max() < 0.1, (region, expected)


def test_pauses(folder):
    """To a tenth of a second, whatever their length, place and offset."""
    for rate in RATES:
        for at, pause in ((3, 0.5), (3.33, 0.5), (5.017, 0.7), (3.2, 1), (4.01, 4)):
            parts = [music(at, rate), silence(pause, rate), music(3, rate)]
            sound = np.concatenate(parts)
            check_silence(labels(folder, sound, rate), (at, at + pause))
            offset = labels(folder, 0.8 * sound + 0.1, rate, "-s0.5")
            check_silence(offset, (at, at + pause))
        sound = np.concatenate([music(4, rate), silence(0.3, rate), music(4, rate)])
        check_silence(labels(folder, sound, rate))


def test_many_pauses(folder):
    """At both ends, between sounds too short for tags, and in one channel alone."""
    rate = 44100
    hit = noise(0.1, rate)
    parts, at, wanted = [silence(2, rate)], 2.0, [(0, 2)]
    for _ in range(5):
        parts += [hit, silence(1, rate)]
        wanted.append((at + 0.1, at + 1.1))
        at += 1.1
    found = labels(folder, np.concatenate(parts), rate, "-s0.05")
    check_silence(found, *wanted)
    both = np.stack([music(8, rate), silence(8, rate)], 1)
    check_silence(labels(folder, both, rate))
    assert labels(folder, silence(5, rate), rate) == {"silence": [(0, 5)]}


def test_hard_cut(folder):
    """Tags of one side alone end, or begin, within half a second of the cut."""
    errors = []
    for rate in RATES:
        for at in (4.0, 6.5):
            first, second = music(at, rate), noise(5, rate)
            for a, b in ((first, second), (second, first)):
                alone = [labels(folder, x, rate) for x in (a, b)]
                both = labels(folder, np.concatenate([a, b]), rate)
                cut = len(a) / rate
                for tag in set(alone[0]) | set(alone[1]):
                    shares = [
                        sum(end - begin for begin, end in found.get(tag, [])) * rate
                        for found in alone
                    ]
                    shares = [s / len(x) for s, x in zip(shares, (a, b))]
                    if max(shares) < 0.8 or min(shares) > 0.2:
                        continue
                    which = 1 if shares[0] > 0.8 else 0
                    edges = [abs(r[which] - cut) for r in both.get(tag, [])]
                    errors.append(min(edges, default=cut))
    print(f"{len(errors)} edges, median error {np.median(errors):.2f} s")
    assert len(errors) > 20 and np.median(errors) < 0.5, errors


def test_over_time(folder):
    """The curve jumps where sound begins and ends, and is half way at a cut."""
    rate, path = 48000, os.path.join(folder, "curve.wav")
    parts = [music(6, rate), silence(3, rate), music(6, rate), noise(6, rate)]
    write_wav(path, np.concatenate(parts), rate)
    lines = tag_json("--over-time", path)
    times = np.array([line["time"] for line in lines])
    quiet = np.array([line["tags"]["silence"] for line in lines]) > 0.5
    assert np.abs(times[quiet].min() - 6) < 0.1 and quiet.sum() > 14
    assert np.abs(times[(times > 8) & ~quiet].min() - 9) < 0.1
    late = []
    for tag in lines[0]["tags"]:
        values = np.array([line["tags"][tag] for line in lines])
        before = values[(times > 11) & (times < 14)].mean()
        after = values[(times > 16) & (times < 20)].mean()
        if abs(after - before) > 0.2:
            beyond = (values - before) / (after - before) > 0.5
            late.append(times[(times > 13) & beyond].min() - 15)
    print(f"{len(late)} tags, half way {np.median(late):+.2f} s from the cut")
    assert len(late) > 2 and np.median(np.abs(late)) < 0.5, late


def test_means(folder):
    """Silence around and within changes a file's tags by less than 0.02, and is
    told apart."""
    path, rate = os.path.join(folder, "mean.wav"), 44100
    whole = np.concatenate([music(9, rate), noise(4, rate)])

    def tags(*parts):
        write_wav(path, np.concatenate(parts), rate)
        return tag_json(path)[0]

    plain = tags(whole)
    assert plain["silence"] == 0 and plain["seconds_heard"] == plain["seconds"] == 13
    for lead, tail in ((60, 0), (0, 60), (60.01, 7.7), (1.5, 2)):
        found = tags(silence(lead, rate), whole, silence(tail, rate))
        difference = largest_difference(plain, found)
        print(f"silence of {lead} and {tail} s: {difference:.4f}")
        assert difference < 0.02
        assert abs(found["seconds_heard"] - 13) < 0.1
        assert abs(found["silence"] - (lead + tail) / (lead + tail + 13)) < 0.01
    first, second = whole[: 6 * rate], whole[6 * rate :]
    apart = [tags(part) for part in (first, second)]
    found = tags(first, silence(5, rate), second)
    for tag, value in found["tags"].items():
        both = 6 / 13 * apart[0]["tags"][tag] + 7 / 13 * apart[1]["tags"][tag]
        assert abs(value - both) < 0.03, (tag, value, both)


def test_little_sound(folder):
    """Hits too short for an update of their own have tags; all silence says that."""
    path, rate = os.path.join(folder, "little.wav"), 44100
    parts = [silence(1, rate), noise(0.2, rate)] * 6 + [silence(1, rate)]
    write_wav(path, np.concatenate(parts), rate)
    [found] = tag_json(path)
    assert found["tags"]["silence"] < 0.5 and max(found["tags"].values()) > 0.1
    assert abs(found["seconds_heard"] - 1.2) < 0.2, found
    write_wav(path, silence(3, rate), rate)
    [found] = tag_json(path)
    assert found["tags"]["silence"] == 1 and found["silence"] == 1
    assert found["seconds_heard"] == 0 and found["tags"]["music"] == 0
    assert earmark("tag", path)[0].startswith(f"{path}: silence 1.00")


def main():
    with tempfile.TemporaryDirectory() as folder:
        test_pauses(folder)
        test_many_pauses(folder)
        test_hard_cut(folder)
        test_over_time(folder)
        test_means(folder)
        test_little_sound(folder)


main()
