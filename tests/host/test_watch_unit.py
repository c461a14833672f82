#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""The unit of `earmark watch` under systemd, in a container whose files are in memory:
in its sandbox it watches, keeps history, runs hooks, reads secrets, is read again, and
is started anew when it hangs."""

import os
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.environ["EARMARK_ROOT"], "tests", "cli"))
from program import music, write_wav  # noqa: E402

BUILD = os.environ["EARMARK_BUILD"]
UNIT = os.path.join(BUILD, "systemd", "earmark-watch.service")
SECONDS = 120  # For all of it

CONFIG = """
[watch]
history = history.db
interval = 1s
[station air]
url = /opt/music.wav
loop = yes
profile = none
[station secret]
url = http://127.0.0.1:1/
user = me
password-file = /run/credentials/earmark-watch.service/earmark-password
[rule loud]
on = level-high
raise = -60 dBFS
for = 1s
stations = air
run = /usr/bin/tee notice.json
"""
DRIVER_UNIT = """
[Unit]
After=earmark-watch.service
[Service]
Type=oneshot
StandardOutput=file:/host/out
StandardError=file:/host/out
ExecStart=/bin/sh /host/driver.sh
"""
# What it writes after a # is looked for
DRIVER = """
show() { systemctl show earmark-watch --property="$1" --value; }
until_shows() {
  n=0
  while [ "$(show "$1")" != "$2" ]; do
    n=$((n + 1))
    [ $n -lt 300 ] || { echo "no $1 $2: $(show "$1")"; break; }
    sleep 0.1
  done
}
until_shows StatusText "1 of 2 live"
echo "# $(show ActiveState), $(show StatusText)"
while [ ! -s /var/lib/private/earmark/notice.json ]; do sleep 0.1; done
echo "# notice: $(grep -c '"rule":"loud"' /var/lib/private/earmark/notice.json)"
systemctl reload earmark-watch && echo "# reloaded, $(show ActiveState)"
before=$(show MainPID)
kill -STOP "$before"
until_shows NRestarts 1
until_shows StatusText "1 of 2 live"
echo "# restarted by the watchdog: $(show NRestarts)"
systemctl stop earmark-watch
echo "# stopped: $(show Result)"
echo "# history: $(ls /var/lib/private/earmark)"
journalctl --unit=earmark-watch --no-pager --output=cat
systemctl poweroff
"""


def write(folder, files):
    for name, content in files.items():
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w") as out:
            out.write(content)


def want(units, *names):
    """Units that start with the system."""
    wanted = os.path.join(units, "multi-user.target.wants")
    os.makedirs(wanted)
    for name in names:
        os.symlink("../" + name, os.path.join(wanted, name))


def can_boot():
    """Whether a container whose units are none of ours comes up and goes."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        driver = "systemctl is-system-running\necho '# up'\nsystemctl poweroff\n"
        write(folder, {"units/driver.service": DRIVER_UNIT, "host/driver.sh": driver})
        want(folder + "/units", "driver.service")
        return "# up" in (
            boot(folder, {folder + "/units": "/etc/systemd/system"}) or ""
        )


def prepare(folder):
    """Files that the container sees, by where it sees them."""
    units = os.path.join(folder, "units")
    with open(UNIT) as source:
        text = source.read()
    program = text.split("ExecStart=")[1].split()[0]
    text = text.replace(program, "/opt/earmark/earmark")
    text = text.replace("WatchdogSec=60", "WatchdogSec=3")
    files = {
        "units/earmark-watch.service": text,
        "units/driver.service": DRIVER_UNIT,
        "watch.ini": CONFIG,
        "earmark-password": "a canary\n",
        "host/driver.sh": DRIVER,
    }
    write(folder, files)
    want(units, "earmark-watch.service", "driver.service")
    write_wav(os.path.join(folder, "music.wav"), music(8, 44100), 44100)
    return {
        units: "/etc/systemd/system",
        folder + "/watch.ini": "/etc/earmark/watch.ini",
        folder + "/earmark-password": "/etc/credstore/earmark-password",
        folder + "/music.wav": "/opt/music.wav",
        BUILD: "/opt/earmark",
    }


def boot(folder, seen):
    """Returns what the driver wrote; None if no container can be started."""
    command = ["timeout", "--kill-after=5", str(SECONDS)]
    command += ["systemd-nspawn", "--quiet", "--directory=/", "--volatile=yes"]
    command += ["--register=no", "--keep-unit", "--private-network"]
    command += [f"--machine=earmark-{os.getpid()}", f"--bind={folder}/host:/host"]
    command += [f"--bind-ro={path}:{there}" for path, there in seen.items()]
    command += ["--boot", "systemd.unit=multi-user.target", "systemd.firstboot=off"]
    done = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    try:
        with open(folder + "/host/out") as source:
            return source.read()
    except FileNotFoundError:
        print(done.stdout.decode(errors="replace")[-2000:])
        return None


def main():
    if not shutil.which("systemd-nspawn") or os.geteuid() != 0:
        print("no systemd-nspawn, or not root")
        return 77
    if not can_boot():
        print("no container can be started here")
        return 77
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        out = boot(folder, prepare(folder))
    assert out is not None
    print(out)
    said = [line[2:] for line in out.splitlines() if line.startswith("# ")]
    assert said == [
        "active, 1 of 2 live",
        "notice: 1",
        "reloaded, active",
        "restarted by the watchdog: 1",
        "stopped: success",
        "history: history.db",
    ], out
    for wanted in ("earmark: air: live", "earmark: secret: down", "read again"):
        assert wanted in out, wanted
    assert "a canary" not in out, out
    return 0


if __name__ == "__main__":
    sys.exit(main())
