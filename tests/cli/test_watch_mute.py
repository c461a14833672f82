#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""`earmark mute`: nobody is told of what is muted, though it is an event; who was
muted hears of what still fires when that is over."""

import os
import sys
import tempfile
import time

from on_air import Programme
from program import earmark
from receiving import Receiver, free_port, write
from watching import Watch


def mute(path, *args, status=0):
    out, err = earmark("mute", "-d", path, *args, status=status)
    assert bool(err) == bool(status), err
    return out + err


def test_usage(folder, path):
    assert "No such file" in mute(path, status=1) or "unable" in mute(path, status=1)
    other = write(folder, "other", "no database at all" * 100)
    assert mute(other, status=1) and mute(other, "a", "b", "1h", status=1)
    with open(other) as source:
        assert source.read() == "no database at all" * 100
    for wrong in (["a"], ["a", "b"], ["a", "b", "1"], ["a b", "c", "1h"]):
        mute(path, *wrong, status=2)
    earmark("mute", status=2)
    assert not os.path.exists(path)


def check_muted(watch, air, receiver, path):
    """It begins muted, and is told of when it is no more"""
    assert mute(path, "air", "silence", "1h", "-w", "mast work: Björk") == ""
    assert mute(path, "other", "all", "1h") == ""
    said = mute(path)
    assert "air silence until 20" in said and ": mast work: Björk\n" in said, said
    assert "other all until 20" in said, said
    time.sleep(2)
    air.now = "quiet"
    (change, event), *_ = watch.wait(lambda w: w.told("air", "silence"))
    assert change == "raised" and event["muted"], event
    time.sleep(3)
    assert not receiver.requests
    assert mute(path, "air", "silence", "off") == ""
    told = receiver.wait(lambda r: r.events())
    assert [(e["change"], e["id"]) for e in told] == [("raised", event["id"])], told
    assert not told[0]["muted"]
    mute(path, "all", "all", "1h")  # The end of what was told is told all the same
    time.sleep(2)
    air.now = "loud"
    receiver.wait(lambda r: len(r.events()) == 2)
    assert receiver.events()[1]["change"] == "resolved"


def check_kept(watch, air, receiver):
    """Mutes are there after a kill"""
    watch.wait(lambda w: any(x["state"] == "live" for x in w.lines))
    air.now = "quiet"
    (_, event), *_ = watch.wait(lambda w: w.told("air", "silence"))
    assert event["muted"]
    time.sleep(3)
    assert event["id"] not in [e["id"] for e in receiver.events()]
    watch.end()


def test_page(folder):
    """By the page, without a history"""
    token = write(folder, "token", "c4n4ry-of-some-length\n")
    config = write(folder, "page.ini", "[station air]\nurl = http://127.0.0.1:1/\n")
    port = free_port()
    args = [f"--listen=127.0.0.1:{port}", "--token-file=" + token]
    page = ["--url", f"http://127.0.0.1:{port}", "--token-file", token]
    _, err = earmark("mute", *page, "air", "down", "1h", status=1)
    assert "Failed to connect" in err, err
    with Watch("-i1", "-c", config, *args) as watch:
        watch.wait(lambda w: w.lines)
        _, err = earmark("mute", *page[:2], "air", "down", "1h", status=1)
        assert "status 401" in err or "status 403" in err, err
        _, err = earmark("mute", *page, "air", "polka", "1h", status=1)
        assert "status 404" in err, err
        assert earmark("mute", *page, "air", "down", "1h") == ("", "")
        watch.wait(lambda w: "air: down is muted" in w.log())
        assert earmark("mute", *page, "air", "down", "off") == ("", "")
        watch.wait(lambda w: "down is muted no more" in w.log())
        assert "c4n4ry" not in watch.log()
        watch.end()
    earmark("mute", *page, status=2)


def main():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "history.db")
        test_usage(folder, path)
        test_page(folder)
        air = Programme(folder)
        with Receiver() as receiver:
            text = f"""[station air]
url = {air.server.url('live')}
[rule silence]
for = 1s
clear-for = 1s
[watch]
post = {receiver.url()}
history = {path}
"""
            args = ["-i1", "-c", write(folder, "mute.ini", text)]
            with Watch(*args) as watch:
                watch.wait(lambda w: any(x["state"] == "live" for x in w.lines))
                check_muted(watch, air, receiver, path)
                watch.process.kill()
            with Watch(*args) as watch:
                check_kept(watch, air, receiver)
        air.server.close()


if __name__ == "__main__":
    sys.exit(main())
