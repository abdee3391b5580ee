#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Options of commands: both ways to give a value, and what is refused.
. "$(dirname "$0")/lib.sh"

works -q domid --domain test
is 1
works -q domid --domain=test
is 1
works -q memory-peek --length 16 test --address=0
works -q list --all
works -q memory-peek test --raw 0 16 --virtual --output "$dir/file"

# Refused, with the name of the option or the word.
refused list --foo
error_has "list.*--foo"
refused list --all --all
error_has "--all.*twice"
refused list --all=yes
error_has "--all.*value"
refused schedinfo test --weight
error_has "--weight.*value"
refused schedinfo test --weight --cap 1
error_has "--weight.*value"
refused schedinfo test --weight heavy
error_has "weight.*heavy"
refused domid
error_has "<domain>"
refused domid test more
error_has "'more'"
refused domid test --domain test
error_has "--domain.*twice"
refused memory-peek test 0 12q
error_has "12q"
refused memory-peek test 99999999999999999999 1
error_has "2\^64"
refused nonsense
error_has "nonsense"

# Nothing is run when a later command cannot be read.
refused "uri; list --foo"
[ ! -s "$dir/out" ] || fail "the first command was run"

# Global options
virsh --nonsense
[ "$status" -eq 1 ] || fail "an unknown global option is taken"
grep -q '^virsh: error: .*--nonsense' "$dir/err" || fail "the option is not named"
virsh -qx uri
grep -q "^virsh: error: .*'-x'" "$dir/err" || fail "the letter is not named"
virsh --connect
grep -q '^virsh: error: .*--connect.* needs' "$dir/err" || fail "the missing value is not told"
virsh -d 9 uri
[ "$status" -eq 1 ] || fail "--debug 9 is taken"
grep -q '^virsh: error: ' "$dir/err" || fail "a fatal error does not say who speaks"
works --version
has '^[0-9]+\.[0-9]+\.[0-9]+$'
works -q -c test:///default uri
is "test:///default"
works -q --connect=test:///default uri
works -h
has '^Usage'
works --help=list
has '^ *list \[--inactive\] \[--all\]'
works list --help
has '^ *list \[--inactive\] \[--all\]'
refused -r suspend test
