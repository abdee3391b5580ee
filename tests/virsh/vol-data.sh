#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# vol-upload and vol-download: whole, in parts, with holes, refused, with progress on a terminal.
. "$(dirname "$0")/lib.sh"

mkdir "$dir/pool"
cat >"$dir/node.xml" <<XML
<node><pool type='dir'><name>files</name><target><path>$dir/pool</path></target></pool></node>
XML
export VIRSH_DEFAULT_CONNECT_URI="test://$dir/node.xml"
truncate -s 3000000 "$dir/pool/v"
head -c 3000000 /dev/urandom >"$dir/in"

same()
{
    cmp -s "$1" "$2" || fail "'$1' and '$2' differ"
}

works -q vol-upload v "$dir/in" --pool files
is_empty
same "$dir/in" "$dir/pool/v"
works -q vol-download "$dir/pool/v" "$dir/out.img" --verbose # no terminal: nothing to show
is_empty
same "$dir/in" "$dir/out.img"

# Parts.
printf 'abcdef' >"$dir/six"
works -q vol-upload v "$dir/six" --pool files --offset 10 --length 4
works -q vol-download v "$dir/part" --pool files --offset 9 --length 6
{ head -c 10 "$dir/in" | tail -c 1; printf 'abcd'; head -c 15 "$dir/in" | tail -c 1; } >"$dir/want"
same "$dir/want" "$dir/part"
works -q vol-download v "$dir/part" --pool files --offset 2999999 --length 1k
[ "$(stat -c %s "$dir/part")" -eq 1 ] || fail "the end of the volume does not end the download"
works -q vol-upload v <(head -c 5 /dev/zero) --pool files # a FIFO
works -q vol-download v "$dir/part" --pool files --length 6
{ head -c 5 /dev/zero; head -c 6 "$dir/in" | tail -c 1; } >"$dir/want"
same "$dir/want" "$dir/part"

# Holes, where the file system has them.
truncate -s 0 "$dir/in"
truncate -s 3000000 "$dir/in"
printf x | dd of="$dir/in" bs=1 seek=2000000 conv=notrunc status=none
works -q vol-upload v "$dir/in" --pool files --sparse
same "$dir/in" "$dir/pool/v"
works -q vol-download v "$dir/out.img" --pool files --sparse
same "$dir/in" "$dir/out.img"
if [ "$(stat -c %b "$dir/in")" -lt 1000 ]; then
    [ "$(stat -c %b "$dir/pool/v")" -lt 1000 ] || fail "the volume has no holes"
    [ "$(stat -c %b "$dir/out.img")" -lt 1000 ] || fail "the file has no holes"
fi
refused vol-upload v <(echo x) --pool files --sparse

# What is refused leaves the volume, and the file, as they were.
cp "$dir/pool/v" "$dir/before"
head -c 3000001 /dev/zero >"$dir/big"
refused vol-upload v "$dir/big" --pool files
refused vol-upload v "$dir/six" --pool files --offset 2999995
refused vol-upload v "$dir/six" --pool files --length 0
refused vol-upload v "$dir/none" --pool files
refused vol-upload v "$dir" --pool files
refused vol-upload none "$dir/six" --pool files
refused --readonly vol-upload v "$dir/six" --pool files
same "$dir/before" "$dir/pool/v"
printf old >"$dir/kept"
refused vol-download v "$dir/kept" --pool files --offset 3000001
refused vol-download v "$dir/no/such" --pool files
refused --readonly vol-download v "$dir/kept" --pool files
[ "$(cat "$dir/kept")" = old ] || fail "a refused download changed its file"
refused vol-download v "/dev/full" --pool files
[ "$(grep -c '^error:' "$dir/err")" -eq 1 ] || fail "one failure, several errors"

command -v script >"$dir/where" || skip "there is no script(1) to make a terminal"
command script -qec "$VIRSH vol-download v '$dir/out.img' --pool files --verbose" /dev/null \
    </dev/null | tr '\r' '\n' >"$dir/out"
has '^Downloading: \[100 %\] 2.9 MiB of 2.9 MiB'
