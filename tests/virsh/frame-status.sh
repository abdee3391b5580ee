#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Exit status, -q, -t, -d and -l.
. "$(dirname "$0")/lib.sh"

# The last command decides, and all are run.
works uri
virsh "domid nobody; uri"
[ "$status" -eq 0 ] || fail "an earlier failure decided"
has '^test:///default$'
error_has '^error: '
refused "uri; domid nobody"
has '^test:///default$'
[ "$(wc -l <"$dir/err")" -eq 2 ] || fail "the library's error is not the second line"
works "quit; domid nobody"
[ ! -s "$dir/out" ] || fail "quit printed something"
works "exit"

# Blank lines and headings
works list
is "$(printf ' Id Name                 State\n----------------------------------\n  1 test                 running\n ' |
    sed '$s/ //')
"
works -q list
is "  1 test                 running"
works -t uri
has '^\(Time: [0-9]+\.[0-9]{3} ms\)$'
[ "$(wc -l <"$dir/out")" -eq 4 ] || fail "--timing does not replace the blank line"

# Debug lines and the log
works -q -d 5 uri
[ "$(wc -l <"$dir/out")" -gt 1 ] || fail "--debug 5 prints nothing"
virsh -l "$dir/log" domid nobody
virsh -l "$dir/log" domid nobody
[ "$(grep -Ec '^\[[0-9]{4}\.[0-9]{2}\.[0-9]{2} [0-9:]{8} virsh\] ERROR ' "$dir/log")" -eq 4 ] ||
    fail "the log does not hold the errors of both runs"
virsh -l "$dir/no/such/log" uri
[ "$status" -eq 1 ] || fail "a log that cannot be opened is no error"
