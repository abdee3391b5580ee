#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# A routed network is reached from outside by its own addresses, one that is isolated by nobody, and an IPv6
# network announces itself.
. "$(dirname "$0")/lib.sh"

network routed "<forward mode='route'/><bridge name='br-r' stp='off' delay='0'/>
<ip address='10.77.1.1' prefix='24'><dhcp><range start='10.77.1.2' end='10.77.1.9'/></dhcp></ip>
<ip family='ipv6' address='fd00:77:1::1' prefix='64'/>"
network alone "<bridge name='br-a' stp='off' delay='0'/>
<ip address='10.77.2.1' netmask='255.255.255.0'><dhcp><range start='10.77.2.2' end='10.77.2.9'/></dhcp></ip>"
network bare "<bridge name='br-b' stp='off' delay='0'/>"
outside

# A host that learns its routes would unlearn them by forwarding.
echo 1 >/proc/sys/net/ipv6/conf/out0/accept_ra
ip -6 route add 2001:db8:9::/64 via fe80::9 dev out0 proto ra
refused net-create "$dir/routed.xml"
has "'out0' takes from announcements"
[ "$(cat /proc/sys/net/ipv6/conf/all/forwarding)" = 0 ] || fail "it forwards IPv6"
echo 2 >/proc/sys/net/ipv6/conf/out0/accept_ra
for name in routed alone bare; do
    works net-create "$dir/$name.xml"
done
[ "$(dnsmasqs | wc -l)" -eq 2 ] || fail "there is not a dnsmasq for each network with an address"
on "$outside" ip route add 10.77.0.0/16 via 203.0.113.1

machine r
plug "$r" br-r
read -r ip router rest <<<"$(lease "$r")"
[ "$router" = 10.77.1.1 ] || fail "the router is $router"
pings "$r" 203.0.113.2 >"$dir/out" || fail "the routed guest does not reach the outside"
pings "$outside" "$ip" >"$dir/out" || fail "the outside does not reach the routed guest"
on "$r" ip addr add 10.99.0.1/32 dev lo
on "$r" busybox ping -c 1 -W 1 -I 10.99.0.1 203.0.113.2 >"$dir/out" && fail "a foreign address gets out"

# The guest makes its own address of what is announced.
has_address()
{
    on "$r" ip -6 addr show dev eth0 scope global | grep -q 'fd00:77:1:0'
}
until_so 20 has_address || fail "the guest has no IPv6 address"
until_so 5 pings "$r" fd00:77:1::1 || fail "the guest does not reach the host by IPv6"
[ "$(cat /proc/sys/net/ipv6/conf/br-a/disable_ipv6)" = 1 ] || fail "a network without IPv6 has it"

machine a
plug "$a" br-a
read -r ip2 router rest <<<"$(lease "$a")"
[ "$router" = none ] || fail "an isolated guest has the router $router"
pings "$a" 10.77.2.1 >"$dir/out" || fail "the isolated guest does not reach the host"
on "$a" ip route add default via 10.77.2.1
pings "$a" 203.0.113.2 >"$dir/out" && fail "the isolated guest reaches the outside"
pings "$a" "$ip" >"$dir/out" && fail "the isolated guest reaches another network"
pings "$outside" "$ip2" >"$dir/out" && fail "the outside reaches the isolated guest"
machine b
plug "$b" br-a
lease "$b" >/dev/null
until_so 5 pings "$b" "$ip2" || fail "isolated guests do not reach each other"

for name in routed alone bare; do
    works net-destroy "$name"
done
works net-list --all --name
[ ! -s "$dir/out" ] || fail "transient networks are still there"
[ -z "$(dnsmasqs)" ] || fail "dnsmasq is still there"
ls "$VITRINE_STATE_DIR/network" | grep -E '\.(xml|conf|pid|leases|nft|claim)$' && fail "files are left"
exit 0
