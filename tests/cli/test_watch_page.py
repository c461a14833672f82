#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""The API of the page of `earmark watch`: what it says, and to whom."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

import numpy as np

from page import OWN, TOKEN, TRUSTED, Served, read_stream
from program import music, write_wav

CONFIG = """[station air]
url = %s
loop = yes

[station gone]
url = http://127.0.0.1:1/

[rule down]
for = 8s
"""
PLUGINS = "/usr/lib/nagios/plugins"
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def test_stations(page):
    """Flat numbers and texts, which agree with the lines that are printed"""
    page.wait(lambda w: len(w.of("air")) > 3)
    found = page.get("api/stations")
    assert [s["station"] for s in found["stations"]] == ["air", "gone"], found
    air, gone = page.get("api/stations/air"), page.get("api/stations/gone")
    assert air["live"] == 1 and air["state"] == "live" and air["reason"] is None
    assert gone["live"] == 0 and gone["state"] == "down"
    assert gone["reason"] == "refused" and gone["lufs_short_term"] is None
    line = page.of("air")[-1]
    for key in ("lufs_short_term", "dbfs_left", "dbfs_right"):
        assert abs(air[key] - line[key]) < 6, (key, air[key], line[key])
    assert air["music"] > 0.5 and air["strongest_genre"], air
    assert air["lag_seconds"] < 3 and air["audio_seconds_total"] > 2
    names = [rule["rule"] for rule in air.pop("rules")]
    assert names[:2] == ["down", "silence"], names
    assert not [v for v in air.values() if isinstance(v, (dict, list))], air
    for path in ("api/stations/none", "api/stations/none/past", "api/events/none"):
        assert page.status(path) == 404, path
    past = page.get("api/stations/air/past")
    assert len(past["times"]) == len(past["tags"]) == len(past["lufs_short_term"])
    assert len(past["tags"][0]) == len(page.get("api/desk")["tags"]), past


def test_stream(page):
    """What is new comes by itself"""
    with page.connect() as connection:
        live = read_stream(connection, lambda name, _: name == "live")
        assert [s["name"] for s in live["stations"]] == ["air", "gone"]
    with page.connect() as connection:
        news = read_stream(connection, lambda name, x: name == "news" and x["lines"])
        assert news["lines"][0]["station"] == "gone", news
    lines = page.get("api/log")["lines"]
    assert [x["serial"] for x in lines] == sorted(x["serial"] for x in lines)
    assert {"page", "air", "gone"} <= {x["station"] for x in lines}


def test_metrics(page):
    text = page.ask("metrics")[2].decode()
    if shutil.which("promtool"):
        check = ["promtool", "check", "metrics"]
        done = subprocess.run(check, input=text.encode(), capture_output=True)
        assert not done.returncode and not done.stdout + done.stderr, done
    else:
        print("no promtool")
    for line in (
        r'earmark_build_info\{version="[\d.]+"\} 1',
        r'earmark_source_up\{station="air"\} 1',
        r'earmark_source_up\{station="gone"\} 0',
        r'earmark_source_state\{station="gone",state="down"\} 1',
        r'earmark_source_reconnects_total\{station="gone",reason="refused"\} [1-9]',
        r'earmark_source_last_audio_timestamp_seconds\{station="air"\} \d+',
        r'earmark_loudness_lufs\{station="air",window="short_term"\} -\d',
        r'earmark_content_ratio\{station="air",content="music"\} 0|1',
        r'earmark_tag_ratio\{station="air",tag="rock"\} 0',
        r'earmark_tag_ratio\{station="air",tag="female_voice"\} 0',
        r'earmark_rule_firing\{station="gone",rule="silence"\} 0',
        r'earmark_events_total\{station="air",rule="silence"\} 0',
        r"process_resident_memory_bytes [1-9]",
    ):
        assert re.search("^" + line, text, re.MULTILINE), (line, text)
    gauges = re.findall(r'^earmark_(\w+)\{station="gone"', text, re.MULTILINE)
    assert not {"loudness_lufs", "content_ratio", "source_lag_seconds"} & set(gauges)
    labels = {x for x in re.findall(r'[{,](\w+)="', text)}
    known = "station state reason window content tag rule version"
    assert labels <= set(known.split()), labels


def test_headers(page):
    """All answers have the same strict headers, and none lets others in"""
    for path in ("", "page.js", "api/stations", "none", "clips/x", "metrics"):
        _, headers, _ = page.ask(path)
        assert ALWAYS.items() <= dict(headers).items(), (path, headers.items())
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert "Access-Control-Allow-Origin" not in headers
    _, headers, body = page.ask("page.js")
    tag = headers["ETag"]
    assert body and page.status("page.js", If_None_Match=tag) == 304
    assert page.ask("healthz", "HEAD")[2] == b""
    assert page.get("healthz")["status"] == "ok"


def test_hosts(page):
    """A name that was bent to this address leads nowhere"""
    for host, status in (
        ("evil.example", 403),
        ("evil.example:80", 403),
        ("localhost.evil.example", 403),
        ("127.0.0.1.evil.example", 403),
        ("localhost", 200),
        ("[::1]:80", 200),
        ("192.168.0.7", 200),
    ):
        for path in ("", "api/stations", "healthz"):
            assert page.status(path, Host=host) == status, (host, path)


def test_writes(page):
    """They need the token and our header, also on loopback"""
    trusted = {key.replace("-", "_"): value for key, value in TRUSTED.items()}
    own = {key.replace("-", "_"): value for key, value in OWN.items()}
    path = "api/events/none/acknowledge"
    assert page.status(path, "POST", **own) == 401
    assert page.status(path, "POST", Authorization=TRUSTED["Authorization"]) == 403
    assert page.status(path, "POST", **trusted) == 404
    wrong = dict(trusted, Authorization="Bearer " + TOKEN[:-1])
    assert page.status(path, "POST", **wrong) == 401
    assert page.status(path, "POST", Origin="http://evil.example", **trusted) == 403
    assert page.status(path, "POST", Origin="null", **trusted) == 403
    assert page.status(path, "POST", Sec_Fetch_Site="cross-site", **trusted) == 403
    assert page.status(path, "POST", Origin=page.url()[:-1], **trusted) == 404
    assert page.status(path, "GET", **trusted) == 405
    assert page.status(path, "DELETE", **trusted) == 405
    assert page.status("login", "POST", "x" * 5000, **own) == 413
    path = "api/mutes"
    assert page.status(path, "POST", "{}", **own) == 401
    for text in ("", "[]", '{"seconds": -1}', '{"seconds": 1e9}', '{"rule": 1}'):
        assert page.status(path, "POST", text, **trusted) == 400, text
    wrong = '{"station": "air", "rule": "none", "seconds": 9}'
    assert page.status(path, "POST", wrong, **trusted) == 404


def test_mutes(page):
    """For a time, and no longer"""
    trusted = {key.replace("-", "_"): value for key, value in TRUSTED.items()}
    mute = {"station": "gone", "rule": "down", "seconds": 600, "why": "Björk"}
    assert page.status("api/mutes", "POST", json.dumps(mute), **trusted) == 202
    page.wait(lambda w: w.get("api/mutes")["mutes"])
    [found] = page.get("api/mutes")["mutes"]
    assert (found["station"], found["rule"], found["why"]) == ("gone", "down", "Björk")
    rules = {x["rule"]: x["muted"] for x in page.get("api/stations/gone")["rules"]}
    assert rules.pop("down") and not any(rules.values()), rules
    mute["seconds"] = 0
    assert page.status("api/mutes", "POST", json.dumps(mute), **trusted) == 202
    page.wait(lambda w: not w.get("api/mutes")["mutes"])


def test_events(page):
    """What fires is there, and somebody may say that it is known"""
    trusted = {key.replace("-", "_"): value for key, value in TRUSTED.items()}
    page.wait(lambda w: w.told("gone", "down"))
    _, event = page.told("gone", "down")[0]
    [found] = page.wait(lambda w: w.get("api/events?station=gone")["events"])
    assert found["id"] == event["id"] and found["state"] == "firing", found
    assert not page.get("api/events?station=air")["events"]
    path = "api/events/" + event["id"]
    assert page.get(path)["rule"] == "down"
    assert page.status(path + "/acknowledge", "POST", **trusted) == 202
    page.wait(lambda w: w.get(path)["acknowledged"])
    page.wait(lambda w: w.told("gone", "down")[-1][1]["acknowledged"])
    assert page.told("gone", "down")[-1][0] == "changed"
    assert b'events_total{station="gone",rule="down"} 1' in page.ask("metrics")[2]


def test_cookie(page):
    """The token is swapped for a cookie that scripts and others do not see"""
    own = {key.replace("-", "_"): value for key, value in OWN.items()}
    assert page.status("login", "POST", TOKEN) == 403
    assert page.status("login", "POST", "nonsense", **own) == 401
    status, headers, _ = page.ask("login", "POST", TOKEN, **own)
    assert status == 204, status
    cookie = headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie, cookie
    assert TOKEN not in cookie
    value = cookie.split(";")[0]
    assert page.get("api/desk", Cookie=value)["may_write"]
    assert not page.get("api/desk", Cookie=value + "0")["may_write"]
    assert not page.get("api/desk")["may_write"]
    path = "api/events/none/acknowledge"
    assert page.status(path, "POST", Cookie=value, **own) == 404
    assert page.status(path, "POST", Cookie=value) == 403


def test_monitors(page):
    """The manual's examples for Nagios and Zabbix"""
    check = os.path.join(PLUGINS, "check_http")
    if os.path.exists(check):
        command = [check, "-H", page.host, "-p", str(page.port)]
        command += ["-u", "/api/stations/%s", "-s", '"live":1']
        for name, status in (("air", 0), ("gone", 2)):
            done = subprocess.run([x.replace("%s", name) for x in command])
            assert done.returncode == status, (name, done)
    else:
        print("no check_http")
    if shutil.which("zabbix_agentd"):
        pattern = r'"""lufs_short_term"":(-?[0-9.]+)"'.replace('"""', '"\\"', 1)
        pattern = pattern.replace('""', '\\"')
        key = f"{page.host},api/stations/air,{page.port},{pattern},,\\1"
        done = subprocess.run(
            ["zabbix_agentd", "-t", f"web.page.regexp[{key}]"], capture_output=True
        )
        assert re.search(r"\[s\|-\d+", done.stdout.decode()), done
    else:
        print("no zabbix_agentd")


def main():
    with tempfile.TemporaryDirectory() as folder:
        wav = os.path.join(folder, "music.wav")
        sound = music(20, 44100)
        write_wav(wav, np.stack([sound, 0.7 * sound], 1), 44100)
        with open(os.path.join(folder, "token"), "w") as out:
            out.write(TOKEN + "\n")
        token = "--token-file=" + os.path.join(folder, "token")
        tags = "--metrics-tags=rock, female voice"
        config = os.path.join(folder, "watch.ini")
        with open(config, "w") as out:
            out.write(CONFIG % wav)
        with Served("-i1", token, tags, "-c", config) as page:
            time.sleep(1)
            for test in (test_stations, test_stream, test_metrics, test_headers):
                test(page)
            for test in (test_hosts, test_writes, test_cookie, test_monitors):
                test(page)
            test_events(page)
            test_mutes(page)
            page.end()
            assert TOKEN not in page.log()


if __name__ == "__main__":
    sys.exit(main())
