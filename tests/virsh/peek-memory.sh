#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# memory-peek: raw bytes and hex dump agree; files come whole or not at all.
. "$(dirname "$0")/lib.sh"

command -v python3 >"$dir/out" || skip "there is no python3"
cat >"$dir/undump.py" <<'PY'
import re, sys
data, last, fold = bytearray(), b"", False
for line in sys.stdin.read().splitlines():
    if line == "*":
        fold = True
        continue
    address = int(line.split()[0], 16) - int(sys.argv[1], 0)
    while fold and len(data) < address:
        data += last
    fold = False
    if len(data) != address:
        sys.exit("the address %s is wrong" % line.split()[0])
    m = re.fullmatch(r"[0-9a-f]{8,16}  ((?:[0-9a-f ]{2} ){8}) ((?:[0-9a-f ]{2} ){8}) \|(.{1,16})\|", line)
    if m:
        last = bytes.fromhex(m[1] + m[2])
        text = "".join(chr(b) if 32 <= b < 127 else "." for b in last)
        if text != m[3]:
            sys.exit("the text %s is wrong" % m[3])
        data += last
    elif not re.fullmatch("[0-9a-f]+", line):
        sys.exit("the line '%s' is wrong" % line)
sys.stdout.buffer.write(data)
PY
for area in "0 64" "0 1" "0x10 37" "4K 8K" "1m 1100000"; do
    set -- $area
    "$VIRSH" -q memory-peek test "$1" "$2" --raw >"$dir/raw" || fail "raw peek of $area"
    "$VIRSH" -q memory-peek test "$1" "$2" >"$dir/dump" || fail "dump of $area"
    start=$1
    [ "$start" != 4K ] || start=4096
    [ "$start" != 1m ] || start=1048576
    python3 "$dir/undump.py" "$start" <"$dir/dump" >"$dir/back" || fail "the dump of $area"
    cmp "$dir/raw" "$dir/back" || fail "dump and raw bytes of $area differ"
done
"$VIRSH" memory-peek test 0 3M --physical --raw >"$dir/raw" || fail "3M of raw bytes"
[ "$(stat -c %s "$dir/raw")" -eq 3145728 ] || fail "something was added to raw bytes"
works memory-peek test 0 3M --physical --raw --output "$dir/file"
cmp "$dir/raw" "$dir/file" || fail "the file differs"
[ "$(stat -c %a "$dir/file")" = 600 ] || fail "others can read the file"
works -q memory-peek test 0 4K --output "$dir/text"
"$VIRSH" -q memory-peek test 0 4K | cmp - "$dir/text" || fail "the dump in a file differs"
works -q memory-peek test 0 0
refused memory-peek test 0 64 --physical --virtual
refused memory-peek test 0xffffffffffffffff 2
refused memory-peek nobody 0 1
refused -r memory-peek test 0 1
refused memory-peek test 0 64 --output "$dir/no/such/folder/file"

# A failure leaves no file, and an older one as it was.
echo old >"$dir/file"
refused "destroy test; memory-peek test 0 64 --output $dir/file"
[ "$(cat "$dir/file")" = old ] || fail "an older file was touched"
refused "destroy test; memory-peek test 0 64 --output $dir/new"
[ -z "$(find "$dir" -maxdepth 1 -name 'new*' -o -maxdepth 1 -name 'file.*')" ] || fail "a file is left"
