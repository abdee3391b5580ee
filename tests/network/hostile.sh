#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# What a document says goes into no configuration but as what it is meant for.
. "$(dirname "$0")/lib.sh"

ip="<ip address='10.77.0.1' prefix='24'><dhcp><range start='10.77.0.2' end='10.77.0.9'/>"
host_state >"$dir/before"

# refuses WHAT BODY: at one point or another, and nothing is left.
refuses()
{
    network bad "$2"
    v net-create "$dir/bad.xml" && fail "$1 was taken"
    grep -q '^error: ' "$dir/out" || fail "$1: no error"
    host_state | diff "$dir/before" - >"$dir/out" || fail "$1: the host is not as it was"
    works net-list --all --name
    [ ! -s "$dir/out" ] || fail "$1: the network is there"
}

refuses 'a line in a domain' "<domain name='a&#10;dhcp-script=/bin/sh'/>$ip</dhcp></ip>"
refuses 'a blank in a domain' "<domain name='a b'/>$ip</dhcp></ip>"
refuses 'a comma in a domain' "<domain name='a,10.0.0.0/8'/>$ip</dhcp></ip>"
refuses 'a domain of a dot' "<domain name='.'/>$ip</dhcp></ip>"
refuses 'a line in a host' "$ip<host mac='52:54:00:00:00:01' name='a&#10;conf-file=/etc/shadow' ip='10.77.0.5'/></dhcp></ip>"
refuses 'a comma in a host' "$ip<host mac='52:54:00:00:00:01' name='a,set:x' ip='10.77.0.5'/></dhcp></ip>"
refuses 'a quote in a host' "$ip<host mac='52:54:00:00:00:01' name='a\"' ip='10.77.0.5'/></dhcp></ip>"
dns()
{
    refuses "$1" "<dns>$2</dns>$ip</dhcp></ip>"
}
dns 'a line in a name' "<host ip='10.77.0.5'><hostname>a&#10;conf-file=/etc/shadow</hostname></host>"
dns 'a comma in a name' "<host ip='10.77.0.5'><hostname>a,b</hostname></host>"
dns 'a name that is none' "<host ip='10.77.0.5'><hostname/></host>"
dns 'a name longer than a line' "<host ip='10.77.0.5'><hostname>$(printf 'aaaaaaa.%.0s' {1..200})a</hostname></host>"
dns 'an address with an option' "<host ip='10.77.0.5&#10;x'><hostname>a</hostname></host>"
dns 'a host without a name' "<host ip='10.77.0.5'/>"
dns 'a line in a text' "<txt name='a' value='b&#10;conf-file=/etc/shadow'/>"
dns 'a text longer than a line' "<txt name='a' value='$(printf '%01100d' 0)dhcp-script=/bin/sh'/>"
dns 'a quote in the name of a text' "<txt name='a&quot;' value='b'/>"
dns 'a slash in a domain' "<forwarder domain='a/b' addr='10.9.9.9'/>"
dns 'a port behind an address' "<forwarder addr='10.9.9.9#53'/>"
dns 'an interface behind an address' "<forwarder addr='fe80::1%eth0'/>"
dns 'a forwarder to nowhere' "<forwarder/>"
dns 'a dot in a service' "<srv service='a.b' protocol='tcp'/>"
dns 'a comma in a service' "<srv service='a' protocol='tcp,x'/>"
dns 'a comma in a target' "<srv service='a' protocol='tcp' target='b,1'/>"
dns 'a line in a target' "<srv service='a' protocol='tcp' target='b&#10;x'/>"
refuses 'two of them' "<dns/><dns/>$ip</dhcp></ip>"
refuses 'an MTU of nothing' "<mtu/>$ip</dhcp></ip>"
refuses 'an MTU too small for IPv4' "<mtu size='67'/>$ip</dhcp></ip>"
refuses 'an MTU that the kernel does not take' "<bridge name='b0'/><mtu size='65536'/>$ip</dhcp></ip>"
refuses 'a pattern as a bridge' "<bridge name='virbr*'/>$ip</dhcp></ip>"
refuses 'a quote in a bridge' "<bridge name='a&quot;;x'/>$ip</dhcp></ip>"
refuses 'an option as a bridge' "<bridge name='-x'/>$ip</dhcp></ip>"
refuses 'a brace in a bridge' "<bridge name='a}'/>$ip</dhcp></ip>"
refuses 'a pattern as a device' "<forward mode='nat' dev='e*'/>$ip</dhcp></ip>"
refuses 'a line in a device' "<forward mode='nat' dev='a&#10;accept'/>$ip</dhcp></ip>"
refuses 'a port that is none' "<forward mode='nat'><nat><port start='1' end='70000'/></nat></forward>$ip</dhcp></ip>"
refuses 'bandwidth' "<bandwidth><inbound average='1'/></bandwidth>$ip</dhcp></ip>"
refuses 'a mode of later' "<forward mode='bridge'/><bridge name='br0'/>"

# Names of networks are names of files and arguments of programs, and nothing else.
for name in '-x' 'a b' 'a#b' "a'b" '$(reboot)' '..' 'a;b' '--conf-file=x' 'é' 'a%s'; do
    printf '<network><name>%s</name><bridge stp="off"/>%s</dhcp></ip></network>\n' "$name" "$ip" >"$dir/odd.xml"
    works net-define "$dir/odd.xml"
    works net-start "--network=$name"
    [ "$(dnsmasqs | wc -l)" -eq 1 ] || fail "'$name' has no dnsmasq"
    works net-destroy "--network=$name"
    works net-undefine "--network=$name"
    [ -z "$(dnsmasqs)" ] || fail "'$name' leaves its dnsmasq"
    host_state | diff "$dir/before" - >"$dir/out" || fail "'$name': the host is not as it was"
done
find "$dir/state" "$dir/config" -type f | grep -vE '(\.lock|autostarted)$' && fail "files are left"

# A document in the folder that is not what its name says, or none at all, counts for nothing.
mkdir -p "$VITRINE_CONFIG_DIR/qemu/networks"
echo '<network><name>other</name></network>' >"$VITRINE_CONFIG_DIR/qemu/networks/one.xml"
echo 'rubbish' >"$VITRINE_CONFIG_DIR/qemu/networks/two.xml"
echo '<networkstatus/>' >"$VITRINE_STATE_DIR/network/three.xml"
mkfifo "$VITRINE_STATE_DIR/network/four.xml"
ln -s /etc/passwd "$VITRINE_STATE_DIR/network/five.xml"
works net-list --all --name
[ ! -s "$dir/out" ] || fail "there are networks"
