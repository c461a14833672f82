#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""clang-tidy finds nothing of what .clang-tidy asks for"""

import shutil
import sys

import compilations


def main():
    if not shutil.which("clang-tidy"):
        print("no clang-tidy")
        return compilations.SKIPPED
    files = sorted({file for file, _ in compilations.compilations()})
    print("%d files" % len(files))
    return not compilations.run_all(
        ["clang-tidy", "--quiet", "-p", compilations.BUILD, file] for file in files
    )


if __name__ == "__main__":
    sys.exit(main())
