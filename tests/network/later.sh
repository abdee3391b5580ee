#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# The device of <forward> as later releases print it, twice, is one device; what asks for more than a host here serves
# is refused at the start, and nothing of it is left out in silence.
. "$(dirname "$0")/lib.sh"

ip="<ip address='10.77.0.1' prefix='24'/>"
host_state >"$dir/before"

leads_to_out0() # WHAT FORWARD
{
    network lab "$2$ip"
    works net-create "$dir/lab.xml"
    nft list ruleset | grep -E 'iifname "virbr0"|masquerade' | grep -v oifname >"$dir/out"
    has '^[[:space:]]*iifname "virbr0" reject$'
    [ "$(wc -l <"$dir/out")" -eq 1 ] || fail "$1: guests get out elsewhere, too"
    works net-dumpxml lab
    has "<forward (mode='nat' )?dev='out0'"
    has "<interface dev='out0'/>"
    works net-destroy lab
}
leads_to_out0 'a device, twice' "<forward dev='out0' mode='nat'><interface dev='out0'/></forward>"
leads_to_out0 'an interface alone' "<forward mode='nat'><interface dev='out0'/></forward>"

not_served() # WHAT BODY
{
    network bad "$2$ip"
    works net-define "$dir/bad.xml"
    refused net-start bad
    grep -q "no host serves $1" "$dir/out" || fail "$1: another error"
    works net-undefine bad
    host_state | diff "$dir/before" - >"$dir/out" || fail "$1: the host is not as it was"
}
not_served interface "<forward mode='nat'><interface dev='out0'/><interface dev='out1'/></forward>"
not_served interface "<forward mode='nat' dev='out1'><interface dev='out0'/></forward>"
not_served port "<port isolated='yes'/>"
not_served options "<options xmlns='http://libvirt.org/schemas/network/dnsmasq/1.0'><option value='dhcp-ignore=x'/></options>"

# What asks for nothing holds nobody up.
network fine "<port isolated='no'/>$ip<options xmlns='http://libvirt.org/schemas/network/dnsmasq/1.0'/>"
works net-create "$dir/fine.xml"
