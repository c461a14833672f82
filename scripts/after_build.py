# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""Commands of waf that build, and then run something: test, bench, demo"""

import os
import shlex
import subprocess

from waflib import Build, Logs, Options


class AfterBuild:
    """Makes a build into a command that runs something once all is built"""

    def execute(self):
        super().execute()
        folders = {"BUILD": self.bldnode.abspath(), "ROOT": self.path.abspath()}
        environ = dict(os.environ, **{"EARMARK_" + k: v for k, v in folders.items()})
        for command in self.commands():
            Logs.info("Running: %s" % " ".join(command))
            status = subprocess.call(command, cwd=self.path.abspath(), env=environ)
            if status:
                break
        if status or not Options.commands:  # nothing after it: its last line is ours
            raise SystemExit(status)


class Test(AfterBuild, Build.BuildContext):
    """builds, then runs the tests"""

    cmd = "test"

    def commands(self):
        wanted = "--filter=" + Options.options.filter
        return [["/usr/bin/python3", "tests/run.py", wanted]]


class Bench(AfterBuild, Build.BuildContext):
    """builds, then measures speed"""

    cmd = "bench"

    def commands(self):
        folder = self.bldnode.abspath()
        network, rows = self.env.NETWORK, folder + "/bench.json"
        yield [folder + "/bench/bench", network, folder + "/earmark", rows]
        if Options.options.peers:
            peers = ["/usr/bin/python3", "-m", "bench.peers", "--network", network]
            yield peers + ["--build", folder, "--json", rows]


class Demo(AfterBuild, Build.BuildContext):
    """builds, then plays music through the plugin and shows the tags"""

    cmd = "demo"

    def commands(self):
        player = ["/usr/bin/python3", "demo/player.py"]
        return [player + shlex.split(Options.options.args)]
