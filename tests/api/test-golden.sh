#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# The API as it is described is the one that was agreed on: the generated list equals the one that
# is checked in.  Takes top_srcdir and top_builddir from the environment.
set -eu
want=${top_srcdir:-.}/api/golden got=${top_builddir:-.}/gen/golden

[ -s "$want" ] || { echo "there is no $want"; exit 1; }
[ -s "$got" ] || { echo "there is no $got: build first"; exit 1; }
if ! diff -u "$want" "$got"; then
    echo "FAILED: the API has changed.  When that is meant, put the new list in api/golden."
    exit 1
fi
LC_ALL=C sort -c "$want" || { echo "FAILED: $want is not sorted"; exit 1; }
[ "$(cut -d' ' -f1 "$want" | sort | uniq -d | wc -l)" = 0 ] || { echo "FAILED: a name twice"; exit 1; }
if awk '$4 != "read" && $4 != "write" && $4 != "data"' "$want" | grep .; then
    echo "FAILED: these have no access"
    exit 1
fi
