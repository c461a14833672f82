#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""The page of `earmark watch` in Chromium: tags move, a rule fires and clears, its clip
plays, seven tabs share a stream, in light and dark, on a desk and a phone; pages of
others get nowhere."""

import os
import sys
import tempfile
import time

import numpy as np

sys.path.insert(0, os.path.join(os.environ["EARMARK_ROOT"], "tests", "cli"))
import browser  # noqa: E402
from page import TOKEN, TRUSTED, Served  # noqa: E402
from program import ffmpeg, music, write_wav  # noqa: E402
from watching import Server, send_head  # noqa: E402

RATE = 16000  # Bytes of MP3 a second
CONFIG = """[watch]
listen = 127.0.0.1:0
interval = 1s
token-file = %(folder)s/token
clips = %(folder)s/clips
clip-before = 3s
clip-after = 3s

[station air]
url = %(url)s

[station gone]
url = http://127.0.0.1:1/

[rule silence]
for = 3s
clear-for = 2s
"""
FOREIGN = b"""<!doctype html><title>foreign</title><script>
const target = "%s";
const tries = [
  fetch(target + "api/stations").then((r) => r.json()),
  fetch(target + "api/mutes", {method: "POST", mode: "no-cors", credentials: "include",
    body: '{"seconds": 600}'}).then((r) => { if (!r.ok) throw 0; }),
  fetch(target + "api/mutes", {method: "POST", credentials: "include",
    headers: {"X-Earmark": "1"}, body: '{"seconds": 600}'}),
];
Promise.allSettled(tries).then((all) => {
  document.title = all.map((x) => x.status).join(" ");
});
</script><iframe src="%s"></iframe>"""


def make_mp3(folder, name, samples):
    wav, mp3 = (os.path.join(folder, f"{name}.{s}") for s in ("wav", "mp3"))
    write_wav(wav, samples, 44100)
    ffmpeg("-i", wav, "-ac", "2", "-b:a", "128k", "-write_xing", "0", mp3)
    with open(mp3, "rb") as source:
        return source.read()


class Station:
    """A stream of music, or of silence."""

    def __init__(self, folder):
        sound = music(12, 44100)
        self.sounds = {
            "music": make_mp3(folder, "music", np.stack([sound, 0.7 * sound], 1)),
            "silence": make_mp3(folder, "silence", np.zeros((12 * 44100, 2))),
        }
        self.now = "music"
        self.server = Server(self.answer)

    def answer(self, connection, _):
        send_head(connection)
        begin, sent = time.monotonic(), 0
        while not self.server.stopped.is_set():
            while sent < (time.monotonic() - begin + 1) * RATE:
                data = self.sounds[self.now]
                at = sent % (len(data) - 2048)
                connection.sendall(data[at : at + 2048])
                sent += 2048
            time.sleep(0.02)


def test_live(page):
    """What plays is there, and moves"""
    page.wait("document.querySelectorAll('.card').length == 2")
    page.wait("document.querySelector('.card .content').innerText.includes('music')")
    text = "document.querySelector('.card .loudness').innerText"
    before = page.wait(text + ".includes('LUFS') && " + text)
    page.wait(f"{text} != {before!r}")
    page.wait("document.querySelector('.card .words b')?.innerText")
    width = "document.querySelector('.card .loudness .bar').style.transform"
    before = page.run(width)
    page.wait(f"{width} != {before!r}")
    assert page.run("document.querySelectorAll('.card')[1].dataset.state") == "down"


def log_in(page):
    page.run("document.getElementById('key').click()")
    page.wait("document.getElementById('login').open")
    fill = f"document.getElementById('token').value = {TOKEN!r};"
    page.run(fill + "document.getElementById('login-go').click()")
    page.wait("document.getElementById('key').innerText == 'Log out'")
    assert page.run("document.cookie") == "", "scripts see the cookie"


def test_event(page, station):
    """It fires, is acknowledged, clears, and its sound plays"""
    event = "document.querySelector('.events li')"
    station.now = "silence"
    page.wait("document.querySelector('.badges .firing')?.innerText == 'silence'")
    page.wait(
        "document.getElementById('announcer').innerText.includes('silence fires')"
    )
    page.wait(f"{event}?.className == 'firing'")
    page.wait(f"{event}.querySelector('button')")
    page.run(f"{event}.querySelector('button').click()")
    page.wait(f"{event}.innerText.includes('acknowledged')")
    station.now = "music"
    page.wait(f"{event}.className == 'resolved'")
    page.wait("!document.querySelector('.badges .firing')")
    page.wait(f"{event}.querySelector('audio')")
    page.run(f"window.player = {event}.querySelector('audio'); window.player.play()")
    page.wait("window.player.currentTime > 0.5")
    assert page.run("window.player.error") is None
    length = page.run("window.player.duration")
    assert length > 3, length
    page.run("window.player.currentTime = 2")  # By a range
    page.wait("!window.player.seeking && window.player.currentTime >= 2")


def test_station(page):
    """One station, by the keyboard"""
    page.run("document.querySelector('.card').focus()")
    page.press("ArrowRight")
    assert page.run("document.activeElement.hash") == "#gone"
    page.run("location.hash = '#air'")
    n = page.wait("document.querySelectorAll('.bars li').length")
    page.wait("document.querySelectorAll('.rules tbody tr').length > 3")
    assert page.run("document.querySelectorAll('.bars .said').length") > 0, n
    page.wait(
        "(() => { const c = document.querySelector('canvas');"
        "const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;"
        "return d.some((x) => x > 0); })()"
    )
    page.wait("document.querySelector('figcaption').innerText.startsWith('Since')")
    page.run("document.querySelector('.rules form button').click()")
    page.wait("document.querySelector('.mutes')?.innerText.includes('muted until')")
    page.run("document.querySelector('.mutes button').click()")
    page.wait("!document.querySelector('.mutes').innerText")
    log = "document.querySelector('.log').innerText"
    page.wait(log + ".includes('silence fires')")
    type_ = "x.value = 'is over'; x.dispatchEvent(new Event('input'))"
    page.run(f"{{ const x = document.getElementById('log-filter'); {type_} }}")
    page.wait(f"!{log}.includes('fires') && {log}.includes('silence is over')")
    check_names(page)
    page.press("Escape")
    page.wait("document.querySelectorAll('.card').length == 2")
    check_names(page)


def check_names(page):
    """All that can be used has a name that is read out"""
    roles = set("button link textbox searchbox checkbox meter combobox image".split())
    nodes = page.ask("Accessibility.getFullAXTree")["nodes"]
    found = [n for n in nodes if n.get("role", {}).get("value") in roles]
    nameless = [n for n in found if not n["ignored"] and not n["name"]["value"]]
    assert len(found) > 10 and not nameless, nameless


def test_looks(page):
    """Nothing is wider than the screen, in light and dark"""
    grounds = set()
    for theme in ("light", "dark"):
        page.set_theme(theme)
        for width in (320, 390, 768, 1440, 2560):
            page.resize(width, 900)
            for name in ("", "air"):
                page.run(f"location.hash = {name!r}")
                page.wait("document.querySelector('.card, .station .bars li')")
                wide = page.run("document.scrollingElement.scrollWidth")
                assert wide <= width, (theme, width, name, wide)
        ground = page.run("getComputedStyle(document.body).backgroundColor")
        grounds.add(ground)
    assert len(grounds) == 2, grounds
    page.resize(1440, 900)


def test_tabs(opened, served):
    """Seven tabs: one stream"""
    tabs = [opened.open(served.url()) for _ in range(7)]
    for tab in tabs:
        tab.wait("document.querySelectorAll('.card').length == 2")
        tab.wait("document.querySelector('.card .content').innerText.includes('music')")
    streams = b"\nearmark_page_streams 1\n"
    assert streams in served.ask("metrics")[2], "each has a stream"
    for tab in tabs[1:]:
        tab.close()
    text = "document.getElementById('clock').innerText"
    before = tabs[0].run(text)
    tabs[0].wait(f"{text} != {before!r} && document.getElementById('offline').hidden")
    tabs[0].close()


def test_foreign(opened, served):
    """A page of another server reads nothing, writes nothing, embeds nothing"""
    url = served.url().encode()

    def answer(connection, _):
        send_head(connection, kind="text/html")
        connection.sendall(FOREIGN.replace(b"%s", url))

    other = Server(answer)
    tab = opened.open(other.url("x"))
    tab.wait("document.title != 'foreign' && document.title")
    assert tab.run("document.title") == "rejected rejected rejected"
    trusted = {key.replace("-", "_"): value for key, value in TRUSTED.items()}
    assert not served.get("api/mutes", **trusted)["mutes"]
    assert any("frame-ancestors" in str(x) for x in opened.problems), opened.problems
    tab.close()
    other.close()


def main():
    if not browser.PROGRAM:
        print("no chromium")
        return 77
    with tempfile.TemporaryDirectory() as folder:
        station = Station(folder)
        config = os.path.join(folder, "watch.ini")
        with open(config, "w") as out:
            out.write(CONFIG % {"folder": folder, "url": station.server.url("air")})
        with open(os.path.join(folder, "token"), "w") as out:
            out.write(TOKEN + "\n")
        with Served("-c", config) as served, browser.Browser() as opened:
            page = opened.open(served.url())
            test_live(page)
            log_in(page)
            test_event(page, station)
            test_station(page)
            test_looks(page)
            test_tabs(opened, served)
            assert not opened.problems, opened.problems
            test_foreign(opened, served)
            served.end()
        station.server.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
