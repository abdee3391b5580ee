#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# save, restore and dump; migrate as far as it can go here.
. "$(dirname "$0")/lib.sh"

works -q "save test $dir/saved; domstate test; restore $dir/saved; domstate test"
is "Domain test saved to $dir/saved
shut off
Domain restored from $dir/saved
running"
cd "$dir" || exit 1
works -q "save test relative"
[ -s "$dir/relative" ] || fail "a relative path went elsewhere"
works -q dump test "$dir/core"
is "Domain test dumped to $dir/core"
[ -s "$dir/core" ] || fail "the dump is empty"
refused save test "$dir/no/such/folder/file"
refused restore "$dir/none"
: >"$dir/empty"
refused restore "$dir/empty"
refused migrate test nonsense:nothing
refused migrate test
