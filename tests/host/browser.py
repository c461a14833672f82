# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""Drive Chromium over the DevTools protocol, by a pair of pipes."""

import base64
import fcntl
import json
import os
import queue
import shutil
import subprocess
import tempfile
import threading
import time

PROGRAM = shutil.which("chromium")
FLAGS = """--headless=new --remote-debugging-pipe --no-first-run --disable-gpu
    --no-default-browser-check --disable-background-networking --disable-sync
    --disable-component-update --hide-scrollbars --mute-audio --disable-dev-shm-usage
    --autoplay-policy=no-user-gesture-required""".split()


class Browser:
    """A browser with a profile of its own."""

    def __init__(self):
        self.folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        ours_in, theirs_out = os.pipe()
        theirs_in, ours_out = os.pipe()
        sandbox = ["--no-sandbox"] if os.getuid() == 0 else []  # It refuses root

        def wire():
            """It reads from descriptor 3 and writes to 4."""
            ends = [fcntl.fcntl(x, fcntl.F_DUPFD, 10) for x in (theirs_in, theirs_out)]
            os.dup2(ends[0], 3)
            os.dup2(ends[1], 4)

        self.process = subprocess.Popen(
            [PROGRAM, *FLAGS, *sandbox, "--user-data-dir=" + self.folder.name],
            preexec_fn=wire,
            pass_fds=(3, 4),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(theirs_in)
        os.close(theirs_out)
        self.input = os.fdopen(ours_out, "wb", buffering=0)
        self.output = os.fdopen(ours_in, "rb", buffering=0)
        self.answers = queue.Queue()
        self.problems = []  # What pages complain about
        self.n = 0
        self.reader = threading.Thread(target=self.read)
        self.reader.start()

    def read(self):
        rest = b""
        while part := self.output.read(65536):
            *texts, rest = (rest + part).split(b"\0")
            for text in texts:
                self.take(json.loads(text))
        self.answers.put(None)

    def take(self, message):
        method, parameters = message.get("method"), message.get("params", {})
        if "id" in message:
            self.answers.put(message)
        elif method == "Runtime.exceptionThrown":
            self.problems.append(parameters["exceptionDetails"])
        elif method == "Log.entryAdded" and parameters["entry"]["level"] == "error":
            self.problems.append(parameters["entry"])

    def ask(self, method, session=None, **parameters):
        """The result of a method of the protocol."""
        self.n += 1
        message = {"id": self.n, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        self.input.write(json.dumps(message).encode() + b"\0")
        while True:
            answer = self.answers.get(timeout=60)
            assert answer, "the browser has ended"
            if answer["id"] == self.n:
                assert "error" not in answer, (method, answer["error"])
                return answer["result"]

    def open(self, url, width=1440, height=900, theme="dark", hidden=False):
        return Page(self, url, (width, height), theme, hidden)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.input.close()
        self.reader.join()
        self.output.close()
        self.folder.cleanup()


class Page:
    """A tab."""

    def __init__(self, browser, url, size, theme, hidden):
        self.browser = browser
        self.target = browser.ask(
            "Target.createTarget", url="about:blank", background=hidden
        )["targetId"]
        self.session = browser.ask(
            "Target.attachToTarget", targetId=self.target, flatten=True
        )["sessionId"]
        for domain in ("Page", "Runtime", "Log"):
            self.ask(domain + ".enable")
        self.resize(*size)
        self.set_theme(theme)
        self.ask("Page.navigate", url=url)

    def ask(self, method, **parameters):
        return self.browser.ask(method, self.session, **parameters)

    def resize(self, width, height, scale=1):
        self.ask(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=scale,
            mobile=width < 600,
        )

    def set_theme(self, theme):
        feature = {"name": "prefers-color-scheme", "value": theme}
        self.ask("Emulation.setEmulatedMedia", features=[feature])

    def run(self, code):
        """What an expression, or a promise of one, comes to."""
        answer = self.ask(
            "Runtime.evaluate",
            expression=code,
            returnByValue=True,
            awaitPromise=True,
            userGesture=True,
        )
        assert "exceptionDetails" not in answer, (code, answer["exceptionDetails"])
        return answer["result"].get("value")

    def wait(self, code, seconds=30):
        """Until an expression is true; what it then is."""
        late = time.monotonic() + seconds
        while (found := self.run(code)) in (None, False, "", 0):  # Not {}: a node
            text = "document.body && document.body.innerText.slice(0, 2000)"
            assert time.monotonic() < late, (code, self.run(text))
            time.sleep(0.1)
        return found

    def press(self, key):
        for kind in ("keyDown", "keyUp"):
            self.ask("Input.dispatchKeyEvent", type=kind, key=key, code=key)

    def screenshot(self, path=None):
        """A PNG of what is seen."""
        data = base64.b64decode(self.ask("Page.captureScreenshot")["data"])
        if path:
            with open(path, "wb") as out:
                out.write(data)
        return data

    def close(self):
        self.browser.ask("Target.closeTarget", targetId=self.target)
