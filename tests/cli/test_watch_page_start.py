#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""How the page of `earmark watch` is served: behind a proxy, or not at all."""

import os
import sys
import tempfile

from page import TOKEN, TRUSTED, Served
from program import earmark, music, write_wav


def test_closed(wav, folder):
    """Behind a proxy all but health needs the token, and its path is known"""
    token = "--token-file=" + os.path.join(folder, "token")
    url = "--public-url=https://radio.example/earmark/"
    with Served(token, url, "--loop", "air=" + wav) as page:
        host = {"Host": "radio.example"}
        assert page.status("", **host) == page.status("earmark/", **host) == 200
        assert page.status("healthz", **host) == 200
        for path in ("api/stations", "metrics", "api/stream", "api/log", "clips/x"):
            assert page.status(path, **host) == 401, path
        assert "tags" not in page.get("api/desk", **host)
        secret = {"Authorization": TRUSTED["Authorization"], **host}
        assert page.status("earmark/api/stations", **secret) == 200
        own = {"X_Earmark": "1", "Origin": "https://radio.example", **host}
        _, headers, _ = page.ask("earmark/login", "POST", TOKEN, **own)
        assert "Secure" in headers["Set-Cookie"], headers.items()
        page.end()
        assert TOKEN not in page.log()


def test_refused(wav, folder):
    """No start without what makes it safe"""
    short = os.path.join(folder, "short")
    with open(short, "w") as out:
        out.write("secret\n")
    for args, message in (
        (["--listen=0.0.0.0:0"], "needs a token-file"),
        (["--listen=8080"], "ADDRESS:PORT"),
        (["--listen=127.0.0.1:0", "--token-file=" + short], "16 to"),
        (["--listen=127.0.0.1:0", "--token-file=/none"], "/none"),
        (["--listen=127.0.0.1:0", "--public-url=x"], "it is a URL"),
        (["--listen=127.0.0.1:0", "--metrics-tags=rock, nosuch"], "'nosuch'"),
        (["--listen=192.0.2.1:1"], "192.0.2.1:1"),
    ):
        _, said = earmark("watch", *args, wav, status=1)
        assert message in said and "secret" not in said, said
    config = os.path.join(folder, "bad.ini")
    with open(config, "w") as out:
        out.write("[watch]\nlisten = here\npublic-url = there\ntoken-file = /none\n")
        out.write("[station a]\nurl = http://localhost/\n")
    _, said = earmark("watch", "-C", "-c", config, status=2)
    for line in (":2: listen", ":3: public-url", ":4: token-file"):
        assert line in said, said


def main():
    with tempfile.TemporaryDirectory() as folder:
        wav = os.path.join(folder, "music.wav")
        write_wav(wav, music(5, 44100), 44100)
        with open(os.path.join(folder, "token"), "w") as out:
            out.write(TOKEN + "\n")
        test_refused(wav, folder)
        test_closed(wav, folder)


if __name__ == "__main__":
    sys.exit(main())
