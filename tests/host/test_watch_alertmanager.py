#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""`earmark watch` and Debian's Alertmanager: alarms are alerts there, silences work,
and what is over is over."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request

sys.path.insert(0, os.path.join(os.environ["EARMARK_ROOT"], "tests", "cli"))
from on_air import Programme  # noqa: E402
from program import earmark  # noqa: E402
from receiving import Receiver, free_port, write  # noqa: E402
from watching import Watch, seconds_of  # noqa: E402

NAME = "prometheus-alertmanager"
CONFIG = """
route:
  receiver: hook
  group_by: [alertname]
  group_wait: 1s
  group_interval: 1s
receivers:
- name: hook
  webhook_configs:
  - url: %s
    send_resolved: true
"""


class Alertmanager:
    """One that tells a receiver."""

    def __init__(self, folder, receiver):
        self.port = free_port()
        config = write(folder, "alertmanager.yml", CONFIG % receiver.url("hook"))
        self.log = open(os.path.join(folder, "log"), "wb")
        self.process = subprocess.Popen(
            [
                NAME,
                "--config.file=" + config,
                "--storage.path=" + os.path.join(folder, "storage"),
                f"--web.listen-address=127.0.0.1:{self.port}",
                "--cluster.listen-address=",
            ],
            stdout=self.log,
            stderr=self.log,
        )
        self.wait(self.alerts)

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def alerts(self):
        """All that it knows, or None if it does not answer."""
        try:
            with urllib.request.urlopen(self.url + "/api/v2/alerts", timeout=5) as page:
                return json.load(page)
        except OSError:
            return None

    def wait(self, condition, seconds=30):
        late = time.monotonic() + seconds
        while (found := condition()) is None or found is False:
            assert time.monotonic() < late, self.alerts()
            time.sleep(0.1)
        return found

    def close(self):
        self.process.kill()
        self.process.wait()
        self.log.close()


def test_action(folder):
    """A test comes through Alertmanager to who it tells"""
    with Receiver() as receiver:
        manager = Alertmanager(folder, receiver)
        try:
            text = "[station one]\nurl = http://127.0.0.1:1/\n"
            text += f"[watch]\nalertmanager = {manager.url}/\n"
            config = write(folder, "test.ini", text)
            out, err = earmark("watch", "-c", config, "--test-action", "silence")
            assert out == "alertmanager: sent\n" and not err, (out, err)
            (alert,) = receiver.wait(lambda r: r.bodies())[0]["alerts"]
            assert alert["labels"] == {
                "alertname": "silence",
                "station": "one",
                "job": "earmark",
                "test": "true",
            }, alert
            assert alert["status"] == "firing", alert
            assert alert["annotations"]["summary"].startswith("Test: one: silence")
            (alert,) = manager.alerts()
            left = seconds_of(alert["endsAt"]) - time.time()
            assert 200 < left < 241, alert  # It ends by itself
        finally:
            manager.close()


def test_on_air(folder):
    """An alarm is an alert with a link, until it is over"""
    air = Programme(folder)
    with Receiver() as receiver:
        manager = Alertmanager(folder, receiver)
        try:
            text = f"[station air]\nurl = {air.server.url('live')}\n"
            text += "[rule silence]\nfor = 1s\nclear-for = 1s\n[watch]\n"
            text += f"alertmanager = {manager.url}\npublic-url = http://desk.example/\n"
            with Watch("-i1", "-c", write(folder, "air.ini", text)) as watch:
                watch.wait(lambda w: any(x["state"] == "live" for x in w.lines))
                air.now = "quiet"
                (_, event), *_ = watch.wait(lambda w: w.told("air", "silence"))
                first, *_ = receiver.wait(lambda r: r.bodies())
                (alert,) = first["alerts"]
                assert alert["annotations"]["event_id"] == event["id"], alert
                assert alert["generatorURL"].startswith("http://desk.example/"), alert
                assert seconds_of(alert["startsAt"][:23] + "Z") == (
                    seconds_of(event["started_at"])
                ), alert
                air.now = "loud"
                receiver.wait(lambda r: r.bodies()[-1]["status"] == "resolved")
                watch.end()
        finally:
            manager.close()
    air.server.close()


def main():
    if not shutil.which(NAME):
        print("needs", NAME)
        return 77
    with tempfile.TemporaryDirectory() as folder:
        test_action(folder)
        shutil.rmtree(os.path.join(folder, "storage"))
        test_on_air(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
