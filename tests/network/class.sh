#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# An address without a mask has that of its class, and guests get leases beside it.
. "$(dirname "$0")/lib.sh"

network alone "<bridge name='br0' stp='off' delay='0'/>
<ip address='192.0.2.1'><dhcp><range start='192.0.2.10' end='192.0.2.20'/></dhcp></ip>
<ip address='172.20.0.1'/><ip family='ipv4' address='10.99.0.1'/>"
works net-define "$dir/alone.xml"
works net-start alone
ip -o -4 addr show dev br0 >"$dir/out"
has ' 192\.0\.2\.1/24 '
has ' 172\.20\.0\.1/16 '
has ' 10\.99\.0\.1/8 '
machine guest
plug "$guest" br0
case $(lease "$guest") in
    192.0.2.1[0-9]' '* | 192.0.2.20' '*) ;;
    *) fail "the guest was given another address" ;;
esac
works net-dumpxml alone
has "<ip address='192\.0\.2\.1'>"
