#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Commands about virsh itself: help by group, folders, echo, and what completion proposes.
. "$(dirname "$0")/lib.sh"

works -q help
has '^    domstate +print'
has_not '^    complete '
works -q help monitor
has '^    domstate +print'
has_not '^    define '
refused help "no such group"
# The groups that help names hold all commands, each once.
works -q help help
groups=$(tr '\n' ' ' <"$dir/out" | sed 's/.*A group is one of \([^.]*\)\..*/\1/; s/,//g; s/ and / /')
for group in $groups; do
    works -q help "$group"
    grep '^    ' "$dir/out"
done | sort >"$dir/grouped"
works -q help
grep '^    ' "$dir/out" | sort | cmp - "$dir/grouped" || fail "commands without a group: see above"

mkdir "$dir/a folder"
domain "$dir/a folder/d.xml" other
works -q "cd '$dir/a folder'; pwd; define d.xml"
is "$dir/a folder
Domain other defined from d.xml"
works -q "cd; pwd"
is "$HOME"
refused cd "$dir/none"

works -q echo one "two  words" -- --three
is "one two  words --three"
works -q echo
is ""
works -q echo --shell plain "two words" "it's" "" '$x'
is "plain 'two words' 'it'\\''s' '' '\$x'"
works -q echo --xml "<a b='&'>"
is "&lt;a b=&apos;&amp;&apos;&gt;"
virsh -q echo --err message
[ "$status$(cat "$dir/err")" = 0message ] || fail "echo --err"
[ ! -s "$dir/out" ] || fail "echo --err wrote to standard output"
refused echo --unknown

works -q complete "domst"
is domstate
works -q complete "domstate te"
is test
works -q complete "uri; domstate --domain=te"
is test
works -q complete 'dumpxml test --in'
is --inactive
works -q complete 'pool-create-as name dir --ta'
is --target
works -q complete "define $dir/a\\ f"
is "$dir/a folder/"
works -q complete "cd '$dir/a "
is "$dir/a folder/"
works -q complete "nonsense "
[ ! -s "$dir/out" ] || fail "something is proposed behind an unknown command"
works -q -c test:///no/such/file complete "domstate "
[ ! -s "$dir/out" ] || fail "names come from nowhere"
