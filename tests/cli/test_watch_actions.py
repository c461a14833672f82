#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""--test-action of `earmark watch`: what commands and servers are told, and what is
said of those that do not work."""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time

from program import earmark
from receiving import Receiver, program, write

STATION = "[station one]\nurl = http://127.0.0.1:1/\n"
SECRET = "c4n4ry"


def attempt(folder, text, rule="silence", status=0):
    """Try the actions of a rule; what was said, and how long it took"""
    config = write(folder, "test.ini", STATION + text)
    begin = time.monotonic()
    out, err = earmark("watch", "-c", config, "--test-action", rule, status=status)
    assert SECRET not in out + err, (out, err)
    return out + err, time.monotonic() - begin


def test_command(folder):
    """Arguments as they are, the event as JSON and in the environment, and a
    fresh process around it"""
    script = program(
        folder,
        "hook",
        """n=$(ls "$(dirname "$0")" | grep -c told)
{ for x in "$@"; do echo "argument=$x"; done
  env | grep ^EARMARK_
  ls -l /proc/self/fd | grep -c socket
  grep SigBlk /proc/self/status
  cat; } >"$0.told.$n"
echo "a line"
""",
    )
    text = f"[watch]\nrun = {script} 'a b' $HOME \"`id`\"\n"
    said, _ = attempt(folder, text)
    assert "run: sent\n" in said and "run: a line\n" in said, said
    told = []
    for n in (0, 1):
        with open(f"{script}.told.{n}") as source:
            told.append(source.read().splitlines())
    for lines, change in zip(told, ("raised", "resolved")):
        assert lines[:3] == ["argument=a b", "argument=$HOME", "argument=`id`"]
        assert "EARMARK_STATION=one" in lines and "EARMARK_RULE=silence" in lines
        assert "EARMARK_CHANGE=" + change in lines and "EARMARK_TEST=true" in lines
        assert any(x.startswith("EARMARK_TEXT=Test: one: silence") for x in lines)
        assert lines[-3] == "0", lines  # Nothing of ours is open in it
        assert lines[-2] == "SigBlk:\t" + 16 * "0", lines
        body = json.loads(lines[-1])
        assert body["schema"] == 1 and body["count"] == 1, body
        (event,) = body["events"]
        assert event["station"] == "one" and event["test"] is True
        assert event["change"] == change and event["limit"] == -50
    ids = {json.loads(lines[-1])["events"][0]["id"] for lines in told}
    assert len(ids) == 1, ids  # Both ends of one event


def has_ended(pid):
    """Also if nobody has waited for it yet."""
    try:
        with open(f"/proc/{pid}/stat") as source:
            return source.read().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def test_bad_commands(folder):
    """Commands that are not there, fail, crash, hang, or say too much"""
    where = os.path.join(folder, "none")
    said, _ = attempt(folder, f"[watch]\nrun = {where}\n", status=1)
    assert said == f"run: {where}: No such file or directory\n", said
    said, _ = attempt(folder, f"[watch]\nrun = {folder}\n", status=1)
    assert "Permission denied" in said, said
    for body, reason in (
        ("echo because; exit 3", "it ended with status 3"),
        ("kill -SEGV $$", "it was ended by signal 11"),
    ):
        script = program(folder, "bad", body)
        said, _ = attempt(folder, f"[watch]\nrun = {script}\n", status=1)
        assert f"run: {reason}\n" in said, said
    text = "[watch]\nrun = %s\nnotice-timeout = 1s\n"
    # Deaf to SIGTERM, and with a child
    hangs = program(folder, "hangs", "trap '' TERM\nsleep 77 & echo $! >$0.pid\nwait\n")
    said, seconds = attempt(folder, text % hangs, status=1)
    assert "run: it took too long, and was ended\n" in said, said
    assert seconds < 15, seconds
    with open(hangs + ".pid") as source:
        assert has_ended(source.read().strip())
    said, _ = attempt(folder, text % program(folder, "loud", "yes"), status=1)
    assert said.count("run: y\n") == 20 and "too long" in said, said
    deaf = program(folder, "deaf", "exec <&-\necho ok")
    assert "run: sent" in attempt(folder, text % deaf)[0]


def test_post(folder):
    """A POST with its secrets, to one that answers well"""
    token = write(folder, "token", SECRET + "1\n")
    headers = write(folder, "headers", f"X-Key: {SECRET}2\nX-Other: a: b\n")
    with Receiver() as receiver:
        url = f"http://me:{SECRET}@#3@127.0.0.1:{receiver.port}/in?key={SECRET}4"
        text = f"[watch]\npost = {url}\npost-header-file = {headers}\n"
        said, _ = attempt(folder, text)
        assert said == "post: sent\n", said
        assert len(receiver.requests) == 2
        method, path, head, _ = receiver.requests[0]
        assert method == "POST" and path == f"/in?key={SECRET}4"
        assert head["Content-Type"] == "application/json", head
        assert head["X-Key"] == SECRET + "2" and head["X-Other"] == "a: b", head
        assert head["User-Agent"].startswith("Earmark/"), head
        basic = head["Authorization"].split()[1]
        decoded = subprocess.check_output(["base64", "-d"], input=basic.encode())
        assert decoded == f"me:{SECRET}@#3".encode(), decoded
        events = receiver.events()
        assert [e["change"] for e in events] == ["raised", "resolved"]
        assert events[0]["id"] == events[1]["id"]

        text = f"[watch]\npost = {receiver.url()}\n[rule silence]\n"
        text += f"post = {receiver.url('own')}\npost-token-file = {token}\n"
        said, _ = attempt(folder, text)
        assert said == "silence.post: sent\n", said
        assert receiver.requests[-1][1] == "/own"
        head = receiver.requests[-1][2]
        assert head["Authorization"] == f"Bearer {SECRET}1", head
        said, _ = attempt(folder, text, rule="phase")
        assert said == "post: sent\n" and receiver.requests[-1][1] == "/"
        said, _ = attempt(folder, text + "run =\n[watch]\nrun = x\n", status=2)
        assert "there is a section [watch] already" in said, said


def test_bad_servers(folder):
    """Servers that are gone, refuse, fail, redirect, hang, or are not trusted"""
    text = "[watch]\npost = %s\nnotice-timeout = 1s\n"
    with Receiver() as receiver:
        for answer in (500, 404, 302):
            receiver.answer = answer
            said, _ = attempt(folder, text % receiver.url(SECRET), status=1)
            assert said == f"post: it answers with status {answer}\n", said
        assert {x[1] for x in receiver.requests} == {"/" + SECRET}
        receiver.answer = "hang"
        said, seconds = attempt(folder, text % receiver.url(), status=1)
        assert "timed out" in said and seconds < 15, (said, seconds)
        said, _ = attempt(folder, text % receiver.url(scheme="https"), status=1)
        assert said.startswith("post: ") and "sent" not in said, said
        gone = receiver.url("?key=" + SECRET)
    said, _ = attempt(folder, text % gone, status=1)
    assert "post: Failed to connect to 127.0.0.1" in said, said
    said, _ = attempt(folder, text % "http://no.such.invalid/", status=1)
    assert "Could not resolve host" in said, said
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        said, _ = attempt(folder, text % url, status=1)
        assert "timed out" in said, said


def test_configuration(folder):
    """What is wrong is said by its line, without secrets"""
    empty = write(folder, "empty", "\n")
    headers = write(folder, "headers", f"{SECRET} no header\n")
    text = f"""{STATION}[watch]
run = a "b
post = ftp://{SECRET}@host/
post-token-file = {empty}
post-header-file = {headers}
alertmanager = here
notices-per-minute = 61
notice-timeout = 1h
heartbeat = file:///etc/passwd
heartbeat-every = 1s
ca-file = {folder}/none
colour = blue
[rule silence]
alertmanager = http://host/
post = http://a b/
run = ''
[rule phase]
post-token-file = {empty}
"""
    config = write(folder, "bad.ini", text)
    _, err = earmark("watch", "-c", config, "-C", status=2)
    lines = {int(x.split(":")[2]) for x in err.splitlines()}
    assert lines == set(range(4, 15)) | {16, 17, 18, 20}, (lines, err)
    assert SECRET not in err, err
    _, err = earmark("watch", "--post=x", "file", status=2)
    assert "post: it is a URL" in err, err
    _, err = earmark("watch", "--test-action", "nothing", "file", status=2)
    assert "no station has the rule 'nothing'" in err, err
    _, err = earmark("watch", "--test-action", "silence", "file", status=1)
    assert "no action is for the rule silence" in err, err


def main():
    with tempfile.TemporaryDirectory() as folder:
        test_configuration(folder)
        test_command(folder)
        test_bad_commands(folder)
        test_post(folder)
        test_bad_servers(folder)


if __name__ == "__main__":
    sys.exit(main())
