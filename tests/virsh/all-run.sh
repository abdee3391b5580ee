#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Every command that help lists is run by a test of this folder.
. "$(dirname "$0")/lib.sh"

here=$(dirname "$0")
works -q help
commands=$(sed -n 's/^    \([a-z][a-z-]*\) .*/\1/p' "$dir/out")
[ "$(echo "$commands" | wc -l)" -ge 92 ] || fail "help lists too few commands"
# Lines of scripts that are no comments, and not about what is refused.
find "$here" -name '*.sh' ! -name all-run.sh ! -name man-complete.sh -exec cat {} + |
    sed '/^ *#/d; /^ *refused /d' >"$dir/lines"
cat "$here/test-virsh-event.c" >>"$dir/lines"
missing=
echo domjobabort >>"$dir/lines" # needs work of another client, which shares no guests with virsh here
for command in $commands; do
    grep -Eq "(^|[ ;\"'(])$command([ ;\"')]|\$)" "$dir/lines" || missing="$missing $command"
done
rm "$dir/out"
[ -z "$missing" ] || fail "no test runs$missing"
