#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""Secrets of `earmark watch` get to where they belong and nowhere else: they are
looked for in all that it prints, writes, serves, sends and shows to others."""

import base64
import os
import sys
import tempfile
import urllib.error
import urllib.request

from on_air import Programme
from program import earmark
from receiving import Receiver, free_port, program, write
from watching import Watch, send_head

CANARY = "c4n4ry"
PASSWORD = CANARY + "@#:1"  # As people have them
PAGES = ["", "metrics", "healthz", "api/stations", "api/stations/good", "api/events"]
PAGES += ["api/log", "api/config", "api", "nothing"]


def leaks(data, where):
    """Complain if a secret is in it, as it is or encoded."""
    data = data.encode() if isinstance(data, str) else data
    forms = [CANARY, CANARY.upper(), base64.b64encode(CANARY.encode()).decode()[:8]]
    for form in forms:
        assert form.encode() not in data, (where, data[:2000])


def look_into_files(folder):
    """Names and contents of all files below"""
    n = 0
    for where, _, names in os.walk(folder):
        for name in names:
            leaks(name, where)
            with open(os.path.join(where, name), "rb") as source:
                leaks(source.read(), name)
            n += 1
    return n


def look_at_processes(pid):
    """What others see of it: the arguments of the process"""
    with open(f"/proc/{pid}/cmdline", "rb") as source:
        line = source.read()
    assert b"watch" in line
    leaks(line, "cmdline")


def look_at_page(port):
    for page in PAGES:
        try:
            url = f"http://127.0.0.1:{port}/{page}"
            with urllib.request.urlopen(url, timeout=5) as answer:
                leaks(answer.read(), page)
                leaks(str(answer.headers), page)
        except urllib.error.HTTPError as error:
            leaks(error.read(), page)
            leaks(str(error.headers), page)


def make_config(folder, secrets, air, receiver):
    """Secrets wherever they may be"""
    for name in ("password", "token", "page"):
        write(secrets, name, PASSWORD + name + "-of-a-length\n")
    write(secrets, "headers", f"X-Key: {PASSWORD}\n")
    hook = program(folder, "hook", 'cat >>"$0.told"; env >>"$0.told"; echo said')
    port, closed = air.server.port, free_port()
    text = f"""[station good]
url = http://user:{PASSWORD}@127.0.0.1:{port}/live?token={CANARY}
[station file]
url = http://127.0.0.1:{port}/live
user = me
password-file = {secrets}/password
[station tls]
url = https://user:{PASSWORD}@127.0.0.1:{port}/live?{CANARY}
[station refused]
url = rtsp://user:{PASSWORD}@127.0.0.1:{closed}/live?key={CANARY}
[watch]
run = {hook}
post = http://user:{PASSWORD}@127.0.0.1:{receiver.port}/?key={CANARY}
post-header-file = {secrets}/headers
alertmanager = http://user:{PASSWORD}@127.0.0.1:{closed}/{CANARY}
alertmanager-token-file = {secrets}/token
heartbeat = http://user:{PASSWORD}@127.0.0.1:{receiver.port}/beat?{CANARY}
heartbeat-every = 5s
notice-timeout = 1s
[rule down]
for = 1s
[rule silence]
for = 2s
clear-for = 1s
"""
    return write(secrets, "watch.ini", text), hook


def optional(folder, secrets, port):
    """Options of parts that write or serve something, those that there are"""
    names, _ = earmark("watch", "--help")
    wanted = {
        "--history": os.path.join(folder, "history.db"),
        "--clips": os.path.join(folder, "clips"),
        "--listen": f"127.0.0.1:{port}",
        "--token-file": os.path.join(secrets, "page"),
    }
    return {k: f"{k}={v}" for k, v in wanted.items() if k + "=" in names}


def look_at_all(watch, folder, options, port):
    look_at_processes(watch.process.pid)
    leaks(watch.log(), "log")
    leaks(repr(watch.lines) + repr(watch.events), "lines")
    if "--listen" in options:
        look_at_page(port)
    return look_into_files(folder)


def test_configuration(folder, secrets, air, receiver):
    port = free_port()
    config, hook = make_config(folder, secrets, air, receiver)
    options = optional(folder, secrets, port)
    with Watch("-V", "-i1", "-c", config, *options.values()) as watch:
        watch.wait(lambda w: any(x["state"] == "live" for x in w.of("good")))
        watch.wait(lambda w: any(x["state"] == "live" for x in w.of("file")))
        air.now = "quiet"
        watch.wait(lambda w: w.told("good", "silence"))
        watch.wait(lambda w: "alertmanager: does not work" in w.log())
        receiver.wait(lambda r: r.events() and any(x[0] == "GET" for x in r.requests))
        receiver.answer = 403
        air.now = "loud"
        watch.wait(lambda w: "post: does not work" in w.log())
        look_at_all(watch, folder, options, port)
        watch.end()
        assert look_at_all_after(watch, folder) > 1
    with open(hook + ".told") as source:
        assert '"text"' in source.read()
    # They did get to where they belong
    basic = b"Basic " + base64.b64encode(f"user:{PASSWORD}".encode())
    assert any(basic in head for head in air.server.heads)
    basic = b"Basic " + base64.b64encode(f"me:{PASSWORD}password-of-a-length".encode())
    assert any(basic in head for head in air.server.heads)
    for _, path, head, body in receiver.requests:
        assert CANARY in path
        leaks(body, "body")
        assert base64.b64decode(head["Authorization"].split()[1]).decode() == (
            f"user:{PASSWORD}"
        )


def look_at_all_after(watch, folder):
    leaks(watch.log(), "log")
    return look_into_files(folder)


def test_arguments(folder, air, receiver):
    """On the command line, too, from shortly after the start on"""
    url = f"http://user:{PASSWORD}@127.0.0.1:%d/%s?{CANARY}"
    args = ["good=" + url % (air.server.port, "live"), "--run=echo " + url % (1, "x")]
    args += [f"--{x}=" + url % (receiver.port, x) for x in ("post", "heartbeat")]
    args += ["--alertmanager=" + url % (receiver.port, "x")]
    args[-1] = args[-1].split("?")[0]
    with Watch("-V", "-i1", *args) as watch:
        watch.wait(lambda w: any(x["state"] == "live" for x in w.lines))
        look_at_processes(watch.process.pid)
        watch.end()
        leaks(watch.log(), "log")
    for wrong in (
        ["--post=ftp://" + CANARY + "@h/", "x"],
        ["--heartbeat=" + CANARY, "x"],
        ["--alertmanager=http:/" + CANARY, "x"],
    ):
        out, err = earmark("watch", *wrong, status=2)
        leaks(out + err, wrong)


def guard(air):
    """Let it ask for a password, as libav tells none that it is not asked for"""
    answer = air.server.answer

    def guarded(connection, path):
        heads = [h for h in air.server.heads if h.split()[1].decode()[1:] == path]
        if b"Authorization" in heads[-1]:
            answer(connection, path)
        else:
            realm = 'Basic realm="radio"'
            send_head(connection, status="401 Unauthorized", WWW_Authenticate=realm)

    air.server.answer = guarded


def main():
    with tempfile.TemporaryDirectory() as folder:
        with tempfile.TemporaryDirectory() as secrets:
            air = Programme(folder)
            guard(air)
            with Receiver() as receiver:
                test_configuration(folder, secrets, air, receiver)
                receiver.answer = 200
                test_arguments(folder, air, receiver)
            air.server.close()


if __name__ == "__main__":
    sys.exit(main())
