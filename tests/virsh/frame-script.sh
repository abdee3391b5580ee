#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Commands from standard input when it is no terminal.
. "$(dirname "$0")/lib.sh"

script "uri"
[ "$status" -eq 0 ] || fail "status $status"
is "test:///default
"
script "$(printf 'uri\n# a comment\n\n  domid test  \nhostname --help\n')" -q
[ "$status" -eq 0 ] || fail "status $status"
has '^1$'

# It goes on after an error; the last command decides.
script "$(printf 'domid nobody\nnonsense\nuri')" -q
[ "$status" -eq 0 ] || fail "status $status"
is "test:///default"
script "$(printf 'uri\ndomid nobody')" -q
[ "$status" -eq 1 ] || fail "the last failure is not the status"
script "$(printf 'domid nobody\nquit\nuri')" -q
[ ! -s "$dir/out" ] || fail "it went on after quit"

# One connection for all lines, and another after "connect".
script "$(printf 'suspend test\ndomstate test\nconnect --readonly\nresume test')" -q
has '^paused$'
[ "$status" -eq 1 ] || fail "a read-only connection resumed a domain"

virsh
[ "$status" -eq 0 ] || fail "an empty script ended with $status"
[ ! -s "$dir/out" ] || fail "an empty script printed something"
printf 'uri\0x\n' | "$VIRSH" >"$dir/out" 2>"$dir/err"
[ "${PIPESTATUS[1]}" -eq 1 ] || fail "a NUL byte in the input is taken"
