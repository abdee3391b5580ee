#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# What the host shows is after a network's end what it was before, and nothing is taken that is another's.
. "$(dirname "$0")/lib.sh"

nat="<forward mode='nat'/><ip address='10.77.0.1' netmask='255.255.255.0'>
<dhcp><range start='10.77.0.10' end='10.77.0.20'/></dhcp></ip>"
network lab "$nat"
ip link add virbr0 type bridge
ip addr add 192.0.2.1/24 dev virbr0
ip link set virbr0 up
nft 'table inet mine { chain c { type filter hook forward priority 0; policy accept; counter; }; }'
host_state >"$dir/before"

# The first bridge is somebody else's.
works net-define "$dir/lab.xml"
works net-start lab
works net-info lab
has '^Bridge: *virbr1$'
works net-dumpxml lab
has "^  <mac address='52:54:00:"
cp "$dir/out" "$dir/running.xml"
grep -o "mac address='[^']*" "$dir/out" | cut -d"'" -f2 >"$dir/mac"
ip link show virbr1 | grep -qiF "$(cat "$dir/mac")" || fail "the bridge has another MAC address"
refused net-start lab
refused net-undefine lab
works net-destroy lab
host_state | diff "$dir/before" - >"$dir/out" || fail "the host is not as it was"
works net-destroy lab
works net-start lab
works net-dumpxml lab
cmp -s "$dir/out" "$dir/running.xml" || fail "it is another network after a second start"
works net-destroy lab

# Its own name for a bridge: refused while there is one, and left alone.
network taken "<bridge name='virbr0'/>"
works net-define "$dir/taken.xml"
refused net-start taken
has "there is an interface 'virbr0'"
works net-list --all
has '^taken +inactive'

# Addresses that are the host's already: of an interface, of a route, of a network.
network same "<bridge name='b1'/><ip address='192.0.2.130' prefix='25'/>"
refused net-create "$dir/same.xml"
has "'virbr0' leads to addresses"
ip route add 198.51.100.0/24 via 192.0.2.9
network routed "<bridge name='b2'/><ip address='198.51.100.1' prefix='24'/>"
refused net-create "$dir/routed.xml"
ip route del 198.51.100.0/24
works net-create "$dir/routed.xml"
network twice "<bridge name='b3'/><ip address='198.51.100.65' prefix='26'/>"
refused net-create "$dir/twice.xml"
works net-destroy routed
host_state | diff "$dir/before" - >"$dir/out" || fail "what was refused has left something"

# A definition and its mark outlive the process; what is undefined is gone.
works net-autostart lab
[ -L "$VITRINE_CONFIG_DIR/qemu/networks/autostart/lab.xml" ] || fail "there is no mark"
rm "$VITRINE_STATE_DIR/network/autostarted"
works net-list --all
has '^lab +active +yes'
works net-list --all
works net-destroy lab
works net-list --all
has '^lab +inactive +yes'
works net-undefine lab
works net-undefine taken
find "$VITRINE_CONFIG_DIR" -name '*.xml' | grep . && fail "documents are left"
ls "$VITRINE_STATE_DIR/network" | grep -E '\.(xml|conf|pid|leases|nft|claim)$' && fail "files are left"

# Read only is read only, and another user's program does not end what is not ours.
refused -r net-create "$dir/lab.xml"
cat >"$VITRINE_STATE_DIR/network/theirs.xml" <<XML
<networkstatus><class_id bitmap='0-2'/><network><name>theirs</name>
<uuid>99999999-9999-4999-8999-999999999999</uuid><bridge name='virbr0'/><mac address='52:54:00:99:99:99'/>
</network></networkstatus>
XML
works net-list
has '^theirs +active'
refused net-destroy theirs
rm "$VITRINE_STATE_DIR/network/theirs.xml"
works net-list --all --name
[ ! -s "$dir/out" ] || fail "it is still there"
