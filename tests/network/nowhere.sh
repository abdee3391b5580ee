#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Guests of a network that leads nowhere get addresses of both kinds, and no route to elsewhere; those of one that
# leads out do.
. "$(dirname "$0")/lib.sh"

body="<ip address='10.77.0.1' prefix='24'><dhcp><range start='10.77.0.10' end='10.77.0.20'/></dhcp></ip>
<ip family='ipv6' address='fd00:77::1' prefix='64'/>"

has_address()
{
    on "$guest" ip -6 -o addr show dev eth0 | grep -q 'inet6 fd00:77:'
}

default_routes()
{
    on "$guest" ip -6 route show default
    on "$guest" ip route show default
}

# A guest has asked for all that there is.
try() # NAME ELEMENTS
{
    network "$1" "$2<bridge name='br-$1' stp='off' delay='0'/>$body"
    works net-create "$dir/$1.xml"
    machine guest
    plug "$guest" "br-$1"
    until_so 20 has_address || fail "the guest of '$1' has no IPv6 address"
    lease "$guest" >/dev/null
    default_routes >"$dir/out"
    routes=$(wc -l <"$dir/out")
    works net-destroy "$1"
}

try nowhere ''
[ "$routes" -eq 0 ] || fail "the guest was given a route to nowhere"
try out "<forward mode='route'/>"
[ "$routes" -eq 2 ] || fail "the guest was given $routes routes, not two"
