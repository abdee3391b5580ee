#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Commands about definitions: define, create, undefine, dumpxml.
. "$(dirname "$0")/lib.sh"

domain "$dir/d.xml" other
works -q define "$dir/d.xml"
is "Domain other defined from $dir/d.xml"
works -q create "$dir/d.xml"
is "Domain other created from $dir/d.xml"
works -q "create $dir/d.xml; destroy other; list --all --name"
has_not '^other$'
works -q "define $dir/d.xml; undefine other; list --all --name"
has '^Domain other has been undefined$'
has_not '^other$'
works -q dumpxml test
has "^<domain type='test'( id='1')?>"
has '<name>test</name>'
"$VIRSH" -q dumpxml test --inactive >"$dir/x.xml" || fail "dumpxml --inactive"
works -q dumpxml test --security-info

# A running domain is not undefined by its id, and the error says more than a line.
refused undefine 1
[ "$(wc -l <"$dir/err")" -eq 2 ] || fail "the refusal is not two lines"
refused undefine test
refused undefine nobody
refused define "$dir/none.xml"
error_has 'none\.xml'
refused define "$dir"
: >"$dir/empty.xml"
refused define "$dir/empty.xml"
printf '<domain>\0</domain>' >"$dir/nul.xml"
refused define "$dir/nul.xml"
head -c 11000000 /dev/zero | tr '\0' ' ' >"$dir/large.xml"
refused define "$dir/large.xml"

mkfifo "$dir/fifo"
cat "$dir/d.xml" >"$dir/fifo" &
works -q define "$dir/fifo"
wait
refused -r define "$dir/d.xml"
