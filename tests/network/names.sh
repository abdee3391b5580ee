#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Guests are told the names, texts and services of <dns>, by whom the document says; what is to stay in the network
# is asked for nowhere else.
. "$(dirname "$0")/lib.sh"

# A server outside, which knows everything, and one beside it for one domain.
outside
ip addr add 203.0.113.3/24 dev out0
on "$outside" ip addr add 203.0.113.4/24 dev eth0
cat >"$dir/all.conf" <<EOF
no-resolv
no-hosts
listen-address=203.0.113.2
bind-interfaces
address=/#/198.51.100.2
EOF
sed 's/113\.2/113.4/; s/100\.2/100.4/' "$dir/all.conf" >"$dir/one.conf"
for server in all one; do
    on "$outside" dnsmasq --conf-file="$dir/$server.conf" --pid-file="$dir/$server.pid" || fail "there is no server outside"
done

network lab "<forward mode='nat'/><bridge name='lab0' stp='off' delay='0'/>
<domain name='lab.example' localOnly='yes'/>
<dns forwardPlainNames='no'>
<forwarder addr='203.0.113.2'/><forwarder domain='one.example' addr='203.0.113.4'/>
<host ip='10.77.0.50'><hostname>mail</hostname><hostname>www.other.example</hostname></host>
<host ip='fd00:77::50'><hostname>six</hostname></host>
<txt name='note.lab.example' value='a, &quot;b&quot; \\t # c'/>
<srv service='ldap' protocol='tcp' domain='lab.example' target='mail.lab.example' port='389' priority='10' weight='20'/>
<srv service='none' protocol='udp' target='.'/></dns>
<ip address='10.77.0.1' prefix='24'><dhcp><range start='10.77.0.10' end='10.77.0.20'/></dhcp></ip>"
works net-define "$dir/lab.xml"
works net-start lab
works net-dumpxml lab
has "<dns forwardPlainNames='no'>"
has "<domain name='lab.example' localOnly='yes'/>"
machine guest
plug "$guest" lab0
lease "$guest" >/dev/null

# ask TYPE NAME: what the guest is told
ask()
{
    on "$guest" busybox nslookup "-type=$1" "$2" 10.77.0.1 >"$dir/out" 2>&1
}

ask a mail.lab.example
has '10\.77\.0\.50'
ask a mail
has '10\.77\.0\.50'
ask a www.other.example
has '10\.77\.0\.50'
ask aaaa six.lab.example
has 'fd00:77::50'
ask ptr 50.0.77.10.in-addr.arpa
has 'name = mail'
ask txt note.lab.example
has 'text = "a, "b" \\t # c"'
ask srv _ldap._tcp.lab.example
has 'service = 10 20 389 mail\.lab\.example'

# Elsewhere, whom it was told to ask; and nobody.
ask a somebody.example
has '198\.51\.100\.2'
ask a host.one.example
has '198\.51\.100\.4'
for name in absent.lab.example absent; do
    ask a $name
    grep -q '198\.51\.100' "$dir/out" && fail "$name was asked for outside"
done
works net-destroy lab
works net-undefine lab

# No names at all.
network quiet "<bridge name='lab0' stp='off' delay='0'/><dns enable='no'/>
<ip address='10.77.0.1' prefix='24'><dhcp><range start='10.77.0.10' end='10.77.0.20'/></dhcp></ip>"
works net-create "$dir/quiet.xml"
ip link set "p$guest" master lab0 up
read -r ip router dns rest <<<"$(lease "$guest")"
[ "$dns" = none ] || fail "the guest was told to ask $dns for names"
ask a mail && fail "somebody answers"
works net-destroy quiet
