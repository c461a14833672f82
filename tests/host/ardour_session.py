# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""Put a region of audio into an Ardour session, which its Lua cannot do without
a window.

Usage: ardour_session.py SESSION_FOLDER TRACK WAV
"""

import pathlib
import re
import shutil
import subprocess
import sys

SUPERCLOCK = 282240000  # Units of time a second
RATE = 48000


def _region(number, length, whole_file):
    return (
        f'<Region name="music" muted="0" opaque="1" locked="0" automatic="0" whole-file="{whole_file}"'
        ' import="0" external="0" sync-marked="0" hidden="0" start="a0" stretch="1" shift="1" tags=""'
        ' contents="0" type="audio" first-edit="nothing" scale-amplitude="1" channels="2"'
        ' source-0="9001" source-1="9002" master-source-0="9001" master-source-1="9002"'
        ' envelope-active="0" fade-in-active="0" fade-out-active="0"'
        f' id="{number}" length="a{length}@a0"/>'
    )


def _replace(text, old, new):
    assert old in text, old
    return text.replace(old, new, 1)


def main():
    """Edit the session's XML."""
    folder, track, wav = sys.argv[1:]
    folder = pathlib.Path(folder)
    samples = subprocess.run(
        ["soxi", "-s", wav], stdout=subprocess.PIPE, check=True, text=True
    ).stdout
    length = int(samples) * SUPERCLOCK // RATE
    shutil.copy(wav, folder / "interchange" / folder.name / "audiofiles" / "music.wav")
    path = folder / (folder.name + ".ardour")
    text = path.read_text(encoding="utf-8")
    sources = "".join(
        f'<Source name="music.wav" take-id="" type="audio" flags="" id="{9001 + c}" channel="{c}" origin="" gain="1"/>'
        for c in (0, 1)
    )
    text = _replace(text, "<Sources/>", f"<Sources>{sources}</Sources>")
    text = _replace(
        text, "<Regions/>", f"<Regions>{_region(9003, length, 1)}</Regions>"
    )
    text = _replace(
        text,
        "<Locations/>",
        f'<Locations><Location id="9005" name="session" start="a0" end="a{length}" flags="IsSessionRange"'
        ' locked="0" timestamp="0"/></Locations>',
    )
    playlist = re.search(rf'<Playlist id="\d+" name="{track}"[^>]*/>', text)[0]
    text = text.replace(
        playlist, playlist[:-2] + ">" + _region(9004, length, 0) + "</Playlist>"
    )
    text = _replace(text, 'id-counter="', 'id-counter="9')  # Beyond our own
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
