#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# save, restore, dump and migrate.
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
node "$dir/node.xml" guest
works -q -c "test://$dir/node.xml" "migrate guest test:///default; domstate guest"
is "shut off"
works -q -c "test://$dir/node.xml" "migrate --live guest test:///default --dname moved; domid guest"
is -
refused -c "test://$dir/node.xml" migrate guest test:///default --dname test # it has one of that name
refused migrate test nonsense:nothing
refused migrate test
