#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# block-peek: the bytes of a disk, by path and by target.
. "$(dirname "$0")/lib.sh"

seq 1 100000 >"$dir/disk one"
node "$dir/node.xml" guest \
    "<disk type='file' device='disk'><source file='$dir/disk one'/><target dev='hda'/></disk>"
export VIRSH_DEFAULT_CONNECT_URI=test://$dir/node.xml
virsh block-peek guest hda 0 0
[ "$status" -eq 0 ] || skip "this library peeks at no disks"
for disk in hda "$dir/disk one"; do
    "$VIRSH" block-peek guest "$disk" 0 16K --raw | cmp - <(head -c 16384 "$dir/disk one") ||
        fail "the bytes of '$disk' differ"
done
"$VIRSH" block-peek guest hda 100 400000 --raw | cmp - <(tail -c +101 "$dir/disk one" | head -c 400000) ||
    fail "the bytes at an offset differ"
works -q block-peek guest hda 0 20
is "00000000  31 0a 32 0a 33 0a 34 0a  35 0a 36 0a 37 0a 38 0a  |1.2.3.4.5.6.7.8.|
00000010  39 0a 31 30                                       |9.10|
00000014"
works block-peek guest hda 0 100K --raw --output "$dir/copy"
cmp "$dir/copy" <(head -c 102400 "$dir/disk one") || fail "the file differs"
refused block-peek guest hdz 0 16
refused block-peek guest "$dir/node.xml" 0 16

# Beyond the end is an error, and leaves no file.
refused block-peek guest hda 0 10M --output "$dir/beyond"
[ -z "$(find "$dir" -name 'beyond*')" ] || fail "a file is left"
