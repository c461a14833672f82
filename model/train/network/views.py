# Copyright 2026 the Earmark authors
# SPDX-License-Identifier: ISC

"""Views: the lists of tags that users see, and the LV2 symbols of the tags."""

import pathlib

import numpy as np
from scipy import special

from ..base import table
from . import symbols
from .constants import EDGE

DEFAULT = pathlib.Path(__file__).parents[2] / "default"
DEFAULT_VIEW = DEFAULT / "view.tsv"
GROUPS = DEFAULT / "groups.tsv"  # In the order in which people are shown them
SILENT = "content:silence"  # The output that quiets the default view
AT_LEVEL = "level-"  # Of outputs that do not follow the volume of a stream
TRUE_LEVEL = ("loud", "quiet")  # Tags of the default view that do
SILENCE = 0.01  # Log-mel bands up to here: a tone of -72 dBFS, noise of -61 dBFS
FITTED = ("calibration", "threshold")  # Of a tag
TITLES = {
    "msd": "Million Song Dataset",
    "mtat": "MagnaTagATune",
    "jamendo": "MTG-Jamendo",
}


def _view(name, title, tags):
    taken = set()
    for tag in tags:
        tag["symbol"] = symbols.make(tag["name"], tag["group"], taken)
        taken.add(tag["symbol"])
    view = {"name": name, "title": title, "tags": tags}
    groups = _groups({tag["group"] for tag in tags})
    return {**view, "groups": groups} if groups else view


def _groups(names):
    """What is to be said of the groups that are known."""
    return [
        {
            "name": row["group"],
            "choice": row["kind"] == "choice",
            "colour": row["colour"],
        }
        for row in table.read(GROUPS)
        if row["group"] in names
    ]


def _tag(name, group, members, ranked=True):
    weight = 1.0 / len(members)
    return {
        "name": name,
        "symbol": None,
        "group": group,
        "members": [[member, weight] for member in members],
        "ranked": ranked,
    }


def _published_group(name):
    """Jamendo's names carry their group: "genre---rock"."""
    return name.split("---")[0] if "---" in name else ""


def at_level(output, outputs):
    """The output that says the same whatever the volume, if there is one."""
    steady = AT_LEVEL + output
    return steady if steady in outputs else output


def _default(outputs):
    """The default view, as far as the network has its members."""
    tags = []
    for row in table.read(DEFAULT_VIEW):
        members = [m.strip() for m in row["members"].split(",")]
        if row["tag"] not in TRUE_LEVEL:
            members = [at_level(m, outputs) for m in members]
        known = [outputs.index(m) for m in members if m in outputs]
        if known:
            ranked = row["ranked"] == "yes"
            tags.append(_tag(row["tag"], row["group"], known, ranked))
    return tags


def sets_of(outputs):
    """{set: [tag, ...]} of outputs "set:tag"."""
    sets = {}
    for output in outputs:
        name, tag = output.split(":", 1)
        sets.setdefault(name, []).append(tag)
    return sets


def silence(outputs):
    """Which of the outputs means silence, and when; None if there is none."""
    if SILENT not in outputs:
        return None
    return {"output": outputs.index(SILENT), "level": SILENCE}


def build(sets):
    """The views of a network with these sets, {set: [tag, ...]}: the default
    one first, then each published set as it is."""
    outputs = [f"{s}:{tag}" for s, tags in sets.items() for tag in tags]
    every = [
        _tag(tag, _published_group(tag), [outputs.index(f"{s}:{tag}")])
        for s, tags in sets.items()
        if not s.startswith(AT_LEVEL)
        for tag in tags
    ]
    views = [_view("default", "Default", _default(outputs) or every)]
    if SILENT in outputs:
        views[0]["silence"] = outputs.index(SILENT)
    for name, names in sets.items():
        if name == "content" or name.startswith(AT_LEVEL):
            continue
        own = [
            _tag(tag, _published_group(tag), [outputs.index(f"{name}:{tag}")])
            for tag in names
        ]
        views.append(_view(name, TITLES.get(name, name), own))
    return views


def keep(every, old, scales=None):
    """The views `every` with what was fitted to the tags of the same names in the
    old ones, and these' scales unless there are others for the first."""
    known = {view["name"]: view for view in old}
    for i, view in enumerate(every):
        before = known.get(view["name"], {"tags": []})
        tags = {tag["name"]: tag for tag in before["tags"]}
        for tag in view["tags"]:
            fitted = tags.get(tag["name"], {})
            tag.update({k: fitted[k] for k in FITTED if k in fitted})
        new = scales if scales is not None and not i else before.get("scales", [])
        if new:
            view["scales"] = new
    return every


def parts(view, sets):
    """{set: the view's tags as that set alone knows them}."""
    found, at = {}, 0
    for name, names in sets.items():
        own = range(at, at + len(names))
        at += len(names)
        tags = []
        for tag in view["tags"]:
            members = [i for i, _ in tag["members"] if i in own]
            if members:
                share = 1.0 / len(members)
                tags.append({**tag, "members": [[i, share] for i in members]})
        found[name] = tags
    return found


def merge(view, probabilities):
    """The tags' probabilities [..., tags] from the outputs' [..., outputs]."""
    columns = [
        sum(probabilities[..., i] * weight for i, weight in tag["members"])
        for tag in view["tags"]
    ]
    return np.stack(columns, -1)


def shown(view, probabilities):
    """The tags as users see them: merged, and calibrated where they are."""
    p = merge(view, probabilities)
    z = special.logit(np.clip(p.astype(np.float64), EDGE, 1 - EDGE))
    for i, tag in enumerate(view["tags"]):
        if "calibration" in tag:
            slope, offset = tag["calibration"]
            p[..., i] = special.expit(slope * z[..., i] + offset)
    if "silence" in view:
        audible = 1 - probabilities[..., view["silence"]]
        for i, tag in enumerate(view["tags"]):
            if tag["members"] != [[view["silence"], 1.0]]:
                p[..., i] *= audible
    return p


def scaled(view, probabilities):
    """The view's scales [..., scales] as users see them, without silence."""
    values = []
    for scale in view["scales"]:
        members = [i for i, _ in scale["members"]]
        p = np.clip(probabilities[..., members].astype(np.float64), EDGE, 1 - EDGE)
        sums = special.logit(p) @ [weight for _, weight in scale["members"]]
        even = np.linspace(0, 1, len(scale["knots"]))
        values.append(np.interp(sums, scale["knots"], even))
    return np.stack(values, -1)
