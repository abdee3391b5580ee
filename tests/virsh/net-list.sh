#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Commands that tell which networks there are: columns, order, filters.
. "$(dirname "$0")/lib.sh"

network()
{
    printf "<network><name>%s</name>%s</network>\n" "$1" "${2:-}" >"$dir/$1.xml"
}

# Listed after what was made: net-list OPTION... in the same run.
listed()
{
    works -q "$make net-list $*"
    sed -i '/^Network /d' "$dir/out"
}

network Zoe "<uuid>11111111-1111-4111-8111-111111111111</uuid>"
network anna "<bridge name='br9'/>"
network "my net"
make="net-define $dir/Zoe.xml; net-define '$dir/my net.xml'; net-create $dir/anna.xml; net-autostart Zoe;"

works net-list
head -n 2 "$dir/out" >"$dir/head"
cp "$dir/head" "$dir/out"
is "Name                 State      Autostart 
-----------------------------------------"
listed
is "anna                 active     no        
default              active     no        "
listed --all
is "anna                 active     no        
default              active     no        
my net               inactive   no        
Zoe                  inactive   yes       "
listed --inactive --name
is "my net
Zoe"
listed --all --autostart --uuid --name
is "11111111-1111-4111-8111-111111111111 Zoe"
listed --all --no-autostart --persistent --name
is "default
my net"
listed --all --transient --name
is anna
listed --transient --persistent --name
is "anna
default"
works -q net-list --uuid
is dd8fe884-6c02-601e-7551-cca97df1c5df

works -q net-info default
is "Name:           default
UUID:           dd8fe884-6c02-601e-7551-cca97df1c5df
Active:         yes
Persistent:     yes
Autostart:      no
Bridge:         virbr0"
works -q "$make net-info anna"
has '^Persistent:     no$'
has '^Bridge:         br9$'
works -q "$make net-info 11111111-1111-4111-8111-111111111111"
has '^Name:           Zoe$'
has '^Active:         no$'
has '^Autostart:      yes$'
works -q net-uuid default
is dd8fe884-6c02-601e-7551-cca97df1c5df
works -q net-name dd8fe884-6c02-601e-7551-cca97df1c5df
is default
refused net-name default
error_has "by UUID"
refused net-uuid dd8fe884-6c02-601e-7551-cca97df1c5df
error_has "by name"
refused net-info none
refused net-info

# Nobody asks the networks of the embedded hypervisor for an address.
works net-dhcp-leases default
is " Expiry Time   MAC address   Protocol   IP address   Hostname   Client ID or DUID
---------------------------------------------------------------------------------
"
works -q net-dhcp-leases --mac 52:54:00:00:00:01 default
is_empty
refused net-dhcp-leases default 52:54
error_has "MAC address"
refused net-dhcp-leases none

# Two filters that contradict each other are none.
works -q net-list --name
cp "$dir/out" "$dir/all"
works -q net-list --name --autostart --no-autostart
cmp "$dir/all" "$dir/out" || fail "contradicting filters of autostart list otherwise"
works -q net-list --name --persistent --transient
cmp "$dir/all" "$dir/out" || fail "contradicting filters of persistence list otherwise"
