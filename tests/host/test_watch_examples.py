#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""Each of the pipelines of examples/ runs as it stands there, but for ports, and what
is watched by it is the music that was put in."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

sys.path.insert(0, os.path.join(os.environ["EARMARK_ROOT"], "tests", "cli"))
from page import TOKEN, Served  # noqa: E402
from program import music, write_wav  # noqa: E402
from sound_card import Running, SoundCard, wait_for  # noqa: E402
from test_watch_icecast import Broadcast  # noqa: E402
from watching import Watch  # noqa: E402

EXAMPLES = os.path.join(os.environ["EARMARK_ROOT"], "examples")
BUILD = os.environ["EARMARK_BUILD"]
ENVIRONMENT = dict(os.environ)
ENVIRONMENT["PATH"] = BUILD + ":" + os.environ["PATH"]


def lacks(*programs):
    """Says which program is missing, if one is."""
    missing = [p for p in programs if not shutil.which(p)]
    if missing:
        print("skipped: no " + ", ".join(missing))
    return missing


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


def copy(folder, name, **changes):
    """An example with other ports and the like: path of the copy."""
    with open(os.path.join(EXAMPLES, name)) as source:
        text = source.read()
    for old, new in changes.items():
        assert old in text, (name, old)
        text = text.replace(old, new)
    path = os.path.join(folder, os.path.basename(name))
    with open(path, "w") as out:
        out.write(text)
    return path


def hears_music(watch):
    lines = [line for line in list(watch.lines) if line["state"] == "live"]
    return any(line["music"] > 0.9 for line in lines)


def check_script(name, *args, **options):
    """A script that pipes into earmark hears what it was given."""
    script = os.path.join(EXAMPLES, name)
    options = dict(env=ENVIRONMENT, start_new_session=True, **options)
    with Watch(*args, "--interval=1", command=[script], **options) as watch:
        watch.wait(hears_music)
        os.killpg(watch.process.pid, signal.SIGKILL)
    print(name)


def test_liquidsoap(folder, wav):
    if lacks("liquidsoap"):
        return
    lines = os.path.join(folder, "lines")
    environment = dict(ENVIRONMENT, AUDIO=wav, LINES=lines)
    root = "settings.init.allow_root.set(true)"  # As containers of tests are
    script = os.path.join(EXAMPLES, "liquidsoap.liq")

    def look():
        with open(lines) as source:
            found = [json.loads(s) for s in source.read().split("\n")[:-1]]
        return any((x.get("music") or 0) > 0.9 for x in found)

    with Running("liquidsoap", root, script, env=environment):
        wait_for(look, "no music", 240)  # It looks for all that can be decoded
    print("liquidsoap.liq")


def test_sound_card(folder, wav):
    if lacks("pulseaudio", "parec"):
        return
    with SoundCard(folder, wav) as card:
        ENVIRONMENT.update(card.environment)
        check_script("sound-card.sh", card.source)


def test_icecast(folder):
    if lacks("icecast2", "ffmpeg"):
        return
    broadcast = Broadcast(folder)
    port = {"localhost:8000": f"127.0.0.1:{broadcast.port}"}
    config = copy(folder, "icecast.ini", **port)
    broadcast.start()
    try:
        with Watch("-i1", "--config", config) as watch:
            for name in ("one", "two"):
                watch.wait(lambda w: any(x["music"] for x in w.of(name)), 60)
            watch.end()
    finally:
        broadcast.stop()
    print("icecast.ini")


def ask(url, **headers):
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers)) as answer:
        return answer.geturl(), answer.read().decode()


def test_nginx(folder, wav):
    """The page under a path, with its stream, which is not held up"""
    if lacks("nginx"):
        return
    port = free_port()
    token = os.path.join(folder, "token")
    with open(token, "w") as out:
        out.write(TOKEN + "\n")
    base = f"http://127.0.0.1:{port}/earmark/"
    options = ["--token-file", token, "--public-url", base, "-l", "air=" + wav]
    with Served("-i1", *options) as watch:
        own = copy(folder, "nginx/earmark.conf", **{":8080": f":{watch.port}"})
        config = os.path.join(folder, "nginx.conf")
        with open(config, "w") as out:
            out.write(f"pid {folder}/pid; error_log {folder}/log; events {{}}\n")
            out.write(f"http {{ access_log off; client_body_temp_path {folder}/b;\n")
            out.write(f"server {{ listen 127.0.0.1:{port}; server_name 127.0.0.1;\n")
            out.write(f"include {own}; }} }}\n")
        with Running("nginx", "-c", config, "-g", "daemon off;"):
            url, text = wait_for(lambda: ask(base[:-1]), "no nginx")
            assert url == base and "<script" in text, (url, text)
            trusted = {"Authorization": "Bearer " + TOKEN}
            _, text = wait_for(lambda: ask(base + "api/stations", **trusted), "no API")
            assert '"air"' in text, text
            with socket.create_connection(("127.0.0.1", port)) as stream:
                check_stream(stream, port)
        watch.end()
    print("nginx/earmark.conf")


def check_stream(stream, port):
    """News come as they are, not when a buffer is full"""
    head = "GET /earmark/api/stream HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n" % port
    stream.sendall(f"{head}Authorization: Bearer {TOKEN}\r\n\r\n".encode())
    stream.settimeout(15)
    text, begin = b"", time.monotonic()
    while text.count(b"\nevent: ") < 4:
        text += stream.recv(65536)
    assert time.monotonic() - begin < 10 and b" 200 OK" in text, text


def test_prometheus(folder, wav):
    if lacks("promtool", "prometheus", "amtool"):
        return
    there = os.path.join(EXAMPLES, "prometheus")
    for command in (
        ["promtool", "check", "config", "prometheus.yml"],
        ["promtool", "test", "rules", "earmark.tests.yml"],
        ["amtool", "check-config", "alertmanager.yml"],
    ):
        subprocess.run(command, cwd=there, check=True, stdout=subprocess.DEVNULL)
    config = os.path.join(folder, "watch.ini")
    with open(config, "w") as out:
        out.write(f"[station air]\nurl = {wav}\nloop = yes\nprofile = none\n")
        out.write("[rule loud]\non = level-high\nraise = -60 dBFS\nfor = 1s\n")
    with Served("-i1", "--config", config) as watch:
        own = {"localhost:8080": f"127.0.0.1:{watch.port}", ": 15s": ": 1s"}
        run_prometheus(folder, copy(folder, "prometheus/prometheus.yml", **own))
        watch.end()
    print("prometheus")


def run_prometheus(folder, config):
    """It reads what is measured, and alerts of what fires"""
    copy(folder, "prometheus/earmark.rules.yml")
    port = free_port()
    options = [f"--config.file={config}", f"--storage.tsdb.path={folder}/data"]
    options += [f"--web.listen-address=127.0.0.1:{port}", "--log.level=error"]

    def alerts():
        _, text = ask(f"http://127.0.0.1:{port}/api/v1/alerts")
        found = json.loads(text)["data"]["alerts"]
        return [x["annotations"]["summary"] for x in found if x["state"] == "firing"]

    with Running("prometheus", *options):
        found = wait_for(alerts, "no alert", 60)
    assert found == ["air: loud"], found


def main():
    with tempfile.TemporaryDirectory() as folder:
        wav = os.path.join(folder, "music.wav")
        write_wav(wav, music(20, 44100), 44100)
        if not lacks("ffmpeg"):
            check_script("ffmpeg.sh", wav)
            filters = subprocess.check_output(["ffmpeg", "-v", "error", "-filters"])
            if b" lv2 " in filters:
                bundles = ENVIRONMENT["LV2_PATH"] = os.path.join(folder, "lv2")
                os.mkdir(bundles)
                os.symlink(BUILD + "/earmark.lv2", bundles + "/earmark.lv2")
                check_script("ffmpeg-lv2.sh", wav)
        if not lacks("gst-launch-1.0"):
            check_script("gstreamer.sh", "file://" + wav)
        test_liquidsoap(folder, wav)
        test_sound_card(folder, wav)
        test_nginx(folder, wav)
        test_prometheus(folder, wav)
        test_icecast(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
