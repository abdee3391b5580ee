#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# A guest of a network with NAT gets its lease and its name, and reaches the outside as the host; nothing
# comes in from there.
. "$(dirname "$0")/lib.sh"

network lab "<forward mode='nat'/><bridge stp='off' delay='0'/><domain name='lab.example'/>
<ip address='10.77.0.1' netmask='255.255.255.0'><dhcp><range start='10.77.0.10' end='10.77.0.20'>
<lease expiry='1' unit='hours'/></range><host mac='52:54:00:00:00:05' name='five' ip='10.77.0.5'/></dhcp></ip>"
outside
works net-define "$dir/lab.xml"
works net-start lab
works net-info lab
has '^Bridge: *virbr0$'
[ "$(cat /proc/sys/net/ipv4/ip_forward)" = 1 ] || fail "the host does not forward"

machine guest
plug "$guest" virbr0 52:54:00:00:00:05
read -r ip router dns domain lease <<<"$(lease "$guest")"
[ "$ip $router $dns $domain" = '10.77.0.5 10.77.0.1 10.77.0.1 lab.example' ] ||
    fail "the guest was told $ip $router $dns $domain"
machine other
plug "$other" virbr0
read -r ip router dns domain lease <<<"$(lease "$other")"
case $ip in 10.77.0.1[0-9] | 10.77.0.20) ;; *) fail "the guest was given $ip" ;; esac
[ "$lease" -eq 3600 ] || fail "the lease is for $lease s"

# Names, of a host before it has asked for a lease as well.
on "$other" busybox nslookup -type=a five.lab.example 10.77.0.1 >"$dir/out" 2>&1 || fail "there is no name"
has '10\.77\.0\.5'

# Out, as the host; and not in.
pings "$guest" 203.0.113.2 >"$dir/out" || fail "the guest does not reach the outside"
pings "$guest" 10.77.0.1 >"$dir/out" || fail "the guest does not reach the host"
until_so 5 pings "$guest" "$ip" || fail "guests do not reach each other"
# The outside has no route to the guests: what it answered went to the host.
on "$outside" ip route add 10.77.0.0/24 via 203.0.113.1
pings "$outside" 10.77.0.5 >"$dir/out" && fail "the outside reaches a guest"
on "$outside" ip route del 10.77.0.0/24
listen()
{
    on "$outside" busybox nc -l -p 99 >"$dir/heard"
}
listen &
until_so 5 sh -c "nsenter -t $outside -n grep -q ':0063 ' /proc/net/tcp /proc/net/tcp6" || fail "nobody listens"
echo hello | on "$guest" busybox nc -p 999 203.0.113.2 99 || fail "no connection to the outside"
until_so 5 grep -q hello "$dir/heard" || fail "nothing was heard outside"
works net-destroy lab
[ -z "$(dnsmasqs)" ] || fail "dnsmasq is still there"
