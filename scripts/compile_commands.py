# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""A waf tool: each build writes how it compiles each C file, whether it had to or
not, to compile_commands.json in the build folder.  Editors and tests/lint read it.
"""

import json
import re

from waflib import TaskGen

# Tuning that GCC alone knows: Clang and what is made of it would refuse all
GCC_ONLY = ("-fvect-cost-model=",)


@TaskGen.feature("c")
@TaskGen.after_method("process_source")
def note_compilations(self):
    context = self.bld
    if not hasattr(context, "compilations"):
        context.compilations = []
        context.add_post_fun(write_database)
    context.compilations += getattr(self, "compiled_tasks", [])


def as_line(arguments):
    """For a shell, by backslashes alone: cppcheck knows no other quotes"""
    return " ".join(
        re.sub(r"([^\w./=+,:@%-])", r"\\\1", argument)
        for argument in arguments
        if not argument.startswith(GCC_ONLY)
    )


def write_database(context):
    if context.targets not in ("", "*"):
        return  # Some targets alone: the file of the whole build stays
    entries = []
    for task in context.compilations:
        commands = []
        task.exec_command = lambda command, **_: commands.append(command) or 0
        task.run()  # No more than to put the command together
        entries.append(
            {
                "directory": task.get_cwd().abspath(),
                "file": task.inputs[0].abspath(),
                "command": as_line(commands[0]),
            }
        )
    path = context.bldnode.make_node("compile_commands.json")
    path.write(json.dumps(entries, indent=1) + "\n")
