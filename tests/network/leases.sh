#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Leases that real clients got are told, to whoever asks; those of a network that another program runs are not.
. "$(dirname "$0")/lib.sh"

network lab "<bridge name='lab0' stp='off' delay='0'/><domain name='lab.example'/>
<ip address='10.77.0.1' netmask='255.255.255.0'><dhcp><range start='10.77.0.10' end='10.77.0.20'/>
<host mac='52:54:00:00:00:05' name='five' ip='10.77.0.5'><lease expiry='0'/></host></dhcp></ip>"
works net-define "$dir/lab.xml"
works net-dhcp-leases lab
[ ! -s "$dir/out" ] || fail "there are leases of a network that never ran"
works net-start lab
works net-dhcp-leases lab
[ ! -s "$dir/out" ] || fail "there are leases, and no guest"

machine guest
plug "$guest" lab0 52:54:00:00:00:05
machine other
plug "$other" lab0 52:54:00:00:00:06
before=$(date +%s)
lease "$guest" >/dev/null
read -r ip router dns domain seconds <<<"$(lease "$other")"
[ "$seconds" -eq 3600 ] || fail "the lease is for $seconds s"

works net-dhcp-leases lab
has "^ never  *52:54:00:00:00:05   ipv4       10\.77\.0\.5/24 +five +([0-9a-f:]+|-)\$"
has "^ [0-9-]{10} [0-9:]{8}   52:54:00:00:00:06   ipv4       ${ip//./\\.}/24"
[ "$(wc -l <"$dir/out")" -eq 2 ] || fail "there are two guests"
end=$(date -d "$(sed -n 's/^ \(20[0-9-]* [0-9:]*\) .*/\1/p' "$dir/out")" +%s) || fail "there is no time"
[ "$end" -ge $((before + seconds)) ] && [ "$end" -le $(($(date +%s) + seconds)) ] || fail "it ends at $end"
works net-dhcp-leases lab 52:54:00:00:00:06
has 52:54:00:00:00:06
[ "$(wc -l <"$dir/out")" -eq 1 ] || fail "there is one such guest"
works -r net-dhcp-leases lab --mac 52:54:0:0:0:5
has 'five'
works net-dhcp-leases lab 52:54:00:00:00:07
[ ! -s "$dir/out" ] || fail "there is no such guest"
refused net-dhcp-leases lab nobody

# They outlive the run, as they are for its next one, and end with the network.
works net-destroy lab
works net-dhcp-leases lab 52:54:00:00:00:06
has "${ip//./\\.}/24"
works net-undefine lab
works net-define "$dir/lab.xml"
works net-dhcp-leases lab
[ ! -s "$dir/out" ] || fail "there are leases of a network that is gone"

# A file that is not what it should be: what cannot be read is an error, and no list.
ln -s /etc/passwd "$VITRINE_STATE_DIR/network/lab.leases"
refused net-dhcp-leases lab
rm "$VITRINE_STATE_DIR/network/lab.leases"
cat >"$VITRINE_STATE_DIR/network/theirs.xml" <<XML
<networkstatus><class_id bitmap='0-2'/><network><name>theirs</name>
<uuid>99999999-9999-4999-8999-999999999999</uuid><bridge name='virbr9'/><mac address='52:54:00:99:99:99'/>
</network></networkstatus>
XML
ip link add virbr9 address 52:54:00:99:99:99 type bridge
works net-list
has '^theirs +active'
refused net-dhcp-leases theirs
has 'another program'
