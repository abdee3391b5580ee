#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# A definition that a package has put into the folder names no uuid and no address of the bridge: every process
# finds the same ones, so that what one starts another stops.
. "$(dirname "$0")/lib.sh"

folder=$VITRINE_CONFIG_DIR/qemu/networks
mkdir -p "$folder"
echo "<network><name>plain</name><bridge name='br-plain'/><ip address='10.77.0.1' prefix='24'/></network>" \
    >"$folder/plain.xml"
sed 's/plain/other/; s/br-plain/br-other/; s/77/78/' "$folder/plain.xml" >"$folder/other.xml"
host_state >"$dir/before"

works net-dumpxml plain
cp "$dir/out" "$dir/first"
works net-dumpxml plain
diff "$dir/first" "$dir/out" >&2 || fail "two processes read two networks"
works net-uuid plain
uuid=$(cat "$dir/out")
has '^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$'
works net-uuid other
[ "$(cat "$dir/out")" != "$uuid" ] || fail "two networks have one uuid"

works net-start plain
works net-list --name
has '^plain$'
works net-name "$uuid"
has '^plain$'
refused net-undefine plain
works net-destroy plain
works net-list --name
[ ! -s "$dir/out" ] || fail "it is still active"
host_state | diff "$dir/before" - >"$dir/out" || fail "the host is not as it was"
[ -z "$(dnsmasqs)" ] || fail "dnsmasq is still there"

# From then on it is in the file.
works net-define "$folder/plain.xml"
grep -q "<uuid>$uuid</uuid>" "$folder/plain.xml" || fail "the definition got another uuid"
