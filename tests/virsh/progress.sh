#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Progress of long work: shown on a terminal, and nowhere else.
. "$(dirname "$0")/lib.sh"

works -q memory-peek test 0 1M --physical --raw --output "$dir/m" --verbose
is_empty
[ "$(stat -c %s "$dir/m")" -eq 1048576 ] || fail "the file has not 1 MiB"

command -v script >"$dir/where" || skip "there is no script(1) to make a terminal"
# on_terminal COMMAND: its output and errors in $dir/out
on_terminal()
{
    command script -qec "$VIRSH $*" /dev/null </dev/null | tr '\r' '\n' >"$dir/out"
}
on_terminal "memory-peek test 0 4M --physical --raw --output '$dir/m' --verbose"
has '^Reading: \[ 25 %\] 1.0 MiB of 4.0 MiB'
has '^Reading: \[100 %\] 4.0 MiB of 4.0 MiB, .*/s'
# What is quick shows nothing unless it was asked to; an error has a line of its own.
on_terminal "memory-peek test 0 64K --physical --raw --output '$dir/m'"
has_not Reading
on_terminal "memory-peek test 8190M 4M --physical --raw --output '$dir/m' --verbose"
has '^Reading: '
has '^error: '

# A copy of a volume is watched by its name.
mkdir "$dir/pool"
head -c 67108864 /dev/urandom >"$dir/pool/one" || fail "cannot make a file"
on_terminal "'pool-create-as p dir --target $dir/pool; vol-clone one two p --verbose'"
has '^Copying: \[100 %\]'
has 'Vol two created from one'
cmp "$dir/pool/one" "$dir/pool/two" || fail "the copy differs"
works -q pool-create-as p dir --target "$dir/pool" \; vol-clone one three p --verbose
has_not Copying
