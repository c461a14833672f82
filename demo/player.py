#!/usr/bin/python3
# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC
"""Play music through Earmark's LV2 plugin in a real host, GStreamer, and show
its tags as they move; at the end, the strongest tags of each section."""

import argparse
import os
import sys

import bars
import bundle
import host
import sections
import taggram

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
BUILD = os.path.abspath(os.environ.get("EARMARK_BUILD", os.path.join(ROOT, "build")))
PIECE = os.path.join(BUILD, "demo", "piece.wav")
TOP = 6


def parse_arguments():
    parser = argparse.ArgumentParser(prog="demo", description=__doc__)
    parser.add_argument(
        "--input",
        metavar="FILE",
        help="music of any format that GStreamer decodes [a piece of our own]",
    )
    parser.add_argument(
        "--view",
        help="list of tags [the network's first]",
    )
    parser.add_argument(
        "--tags", action="store_true", help="only list the view's tags by group"
    )
    parser.add_argument("--plot", metavar="FILE.png", help="draw the tags over time")
    parser.add_argument(
        "--fast", action="store_true", help="do not wait for the music's own time"
    )
    parser.add_argument(
        "--play", action="store_true", help="let it be heard: needs a sound device"
    )
    args = parser.parse_args()
    if args.fast and args.play:
        parser.error("--play is in the music's own time, so not --fast")
    return args


def print_tags(tags):
    """The view's tags by group, as a Markdown table."""
    groups = {}
    for tag in tags:
        groups.setdefault(tag.group or "all", []).append(bundle.short_name(tag))
    print("| group | tags |\n|---|---|")
    for group, names in groups.items():
        print(f"| {group} | {', '.join(names)} |")


def print_table(tags, blocks, parts, memory):
    """The strongest tags of each section, as a Markdown table."""
    print(
        f"\nStrongest tags: means over each section, from {memory:g} s after its start\n"
    )
    print("| section | seconds | tags |\n|---|---|---|")
    for part in parts:
        means = sections.means(part, blocks, memory)
        words = [
            f"{bundle.short_name(tags[i])} {means[i]:.2f}"
            for i in sections.strongest(means, tags, TOP)
        ]
        print(
            f"| {part.name} | {part.start:.1f} to {part.end:.1f} | {', '.join(words)} |"
        )


def play(player, path, view):
    """Play the file and show its tags.  All its blocks, its sections."""
    blocks, parts, shown = [], [], None
    try:
        for passed in player.play(path):
            blocks += passed
            if passed and not shown:
                seconds = player.seconds()
                parts = sections.read(path, seconds or float("inf"))
                shown = bars.display(view, parts, seconds)
            if shown:
                shown.show(passed)
    finally:
        if shown:
            shown.close()
    if not blocks:
        raise host.HostError(f"There is no sound in {path}")
    return blocks, sections.read(path, blocks[-1].time)


def main():
    args = parse_arguments()
    os.chdir(os.environ.get("EARMARK_FROM", "."))
    path = args.input or PIECE
    view = bundle.read_view(BUILD, args.view)
    tags = view.tags
    if args.tags:
        print_tags(tags)
        return
    if not args.input and not os.path.exists(PIECE):
        raise host.HostError(f"There is no {PIECE}: run ./waf demo, which makes it")
    player = host.Player(BUILD, view, args.fast, args.play)
    memory = player.memory()
    print(f"{path} through urn:earmark:{view.plugin} in GStreamer")
    blocks, parts = play(player, path, view)
    print_table(tags, blocks, parts, memory)
    if args.plot:
        title = (
            os.path.basename(path)
            if args.input
            else "What Earmark hears in a piece of three sections"
        )
        taggram.plot(args.plot, title, view, blocks, parts, memory)
        print(f"\nTags over time: {args.plot}")


if __name__ == "__main__":
    try:
        main()
    except (bundle.BundleError, host.HostError, taggram.PlotError) as problem:
        sys.exit(str(problem))
    except KeyboardInterrupt:
        sys.exit(130)
