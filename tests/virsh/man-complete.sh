#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Every command and every option that help prints is in the manual page.
. "$(dirname "$0")/lib.sh"

page=${abs_top_builddir:-.}/docs/man/virsh.1
[ -f "$page" ] || page=$(dirname "$0")/../../docs/man/virsh.1
[ -f "$page" ] || fail "there is no manual page '$page'"
sed 's/\\-/-/g; s/\\&//g; s/\\fB//g; s/\\fI//g; s/\\fR//g' "$page" >"$dir/page"

# The part of a command is from its .SS to the next.
works -q help
commands=$(sed -n 's/^    \([a-z][a-z-]*\) .*/\1/p' "$dir/out")
[ "$(echo "$commands" | wc -l)" -gt 40 ] || fail "help lists too few commands"
for command in $commands; do
    awk -v name="$command" '/^\.S[SH]/ { on = $2 == name } on' "$dir/page" >"$dir/part"
    [ -s "$dir/part" ] || fail "the manual page lacks the command $command"
    works -q help "$command"
    for option in $(sed -n 's/^    \[\{0,1\}--\([a-z-]*\).*/\1/p' "$dir/out"); do
        grep -Eq -- "(--$option|$option)([^a-z-]|\$)" "$dir/part" ||
            fail "the manual page lacks $option of $command"
    done
done
works -h
for option in $(grep -o -- '--[a-z]*' "$dir/out"); do
    grep -q -- "$option" "$dir/page" || fail "the manual page lacks the global option $option"
done
