#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Includes point only to lower layers: util < obj < conf < store < families < rpc < conn < programs."""

import os
import re
import sys

RANK = {
    "util": 0, "obj": 1, "conf": 2, "store": 3,
    "event": 4, "peek": 4, "storage": 4, "network": 4, "nodedev": 4, "hypervisor": 4,
    "stream": 4,
    "rpc": 5, "conn": 6, "tools": 7, "daemon": 7,
}
# Folders of one rank know nothing of each other, but for these.
SAME_RANK = {("hypervisor", "peek"), ("hypervisor", "event"), ("storage", "event"),
             ("network", "event"), ("nodedev", "event"), ("stream", "event"),
             ("hypervisor", "stream"), ("hypervisor", "network"), ("hypervisor", "storage"),
             ("hypervisor", "nodedev"), ("storage", "stream")}
# A driver's table of contents, and its header, know what a driver is.
TABLE = ("driver.c", "driver.h")
TABLE_MAY = ("conn/driver.h", "conn/host.h")
INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"')


def layer_of_file(path, top):
    parts = os.path.relpath(path, top).split(os.sep)
    return parts[1] if parts[0] == "src" else parts[0]


def target_of(include, path, top):
    """The layer that an include names, None for generated and system headers."""
    beside = os.path.join(os.path.dirname(path), include)
    if os.path.exists(beside):
        return layer_of_file(os.path.normpath(beside), top)
    first = include.split("/")[0]
    return first if "/" in include and first in RANK else None


def allowed(source, target, path, include):
    if source == target or RANK[target] < RANK[source]:
        return True
    if (source, target) in SAME_RANK:
        return True
    return include in TABLE_MAY and os.path.basename(path) in TABLE


def offenders(path, top):
    source = layer_of_file(path, top)
    if source not in RANK:
        yield path, 0, "a folder that is in no layer"
        return
    with open(path, encoding="utf-8") as text:
        for number, line in enumerate(text, 1):
            found = INCLUDE.match(line)
            target = found and target_of(found.group(1), path, top)
            if target and not allowed(source, target, path, found.group(1)):
                yield path, number, f"{source} includes {found.group(1)} of {target}"


def sources(top):
    for folder in ("src", "tools", "daemon"):
        for where, _, names in os.walk(os.path.join(top, folder)):
            for name in sorted(names):
                if name.endswith((".c", ".h")):
                    yield os.path.join(where, name)


def main():
    top = os.environ.get("top_srcdir", ".")
    files = list(sources(top))
    if not files:
        sys.exit(f"there are no sources in {top}")
    bad = [found for path in files for found in offenders(path, top)]
    for path, number, what in bad:
        print(f"{path}:{number}: {what}")
    print(f"{len(files)} files, {len(bad)} includes that point up or aside")
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
