#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""Both compilers accept each file without a warning, under the flags of the build"""

import shutil
import sys

import compilations


def main():
    commands = []
    for compiler in ("gcc", "clang"):
        if not shutil.which(compiler):
            print("no %s" % compiler)
            return compilations.SKIPPED
        for file, arguments in compilations.compilations():
            checks = ["-Werror", "-fsyntax-only"]
            commands.append([compiler] + arguments[1:] + checks)
    print("%d commands" % len(commands))
    return not compilations.run_all(commands)


if __name__ == "__main__":
    sys.exit(main())
