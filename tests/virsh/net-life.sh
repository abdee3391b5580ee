#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Commands that define, start and stop networks: what they print, and their exit status.
. "$(dirname "$0")/lib.sh"

cat >"$dir/lab.xml" <<'XML'
<network>
  <name>lab</name>
  <uuid>11111111-1111-4111-8111-111111111111</uuid>
  <forward mode='route' dev='eth0'/>
  <ip address='10.0.0.1' netmask='255.255.255.0'/>
</network>
XML
sed "s/eth0/eth7/" "$dir/lab.xml" >"$dir/next.xml"
echo "<network><name>x</name><forward mode='up'/></network>" >"$dir/bad.xml"

works -q net-define "$dir/lab.xml"
is "Network lab defined from $dir/lab.xml"
works -q net-create "$dir/lab.xml"
is "Network lab created from $dir/lab.xml"
works -q "net-define $dir/lab.xml; net-start lab; net-autostart lab; net-autostart lab --disable;
net-destroy 11111111-1111-4111-8111-111111111111; net-undefine lab; net-list --all --name"
is "Network lab defined from $dir/lab.xml
Network lab started
Network lab marked as autostarted
Network lab unmarked as autostarted
Network lab destroyed
Network lab has been undefined
default"
works -q "net-create $dir/lab.xml; net-destroy lab; net-list --all --name"
has_not '^lab$'

works -q net-dumpxml default
has "^  <bridge name='virbr0' stp='on' delay='0'/>\$"
works -q "net-create $dir/lab.xml; net-define $dir/next.xml; net-dumpxml lab"
has "^  <forward dev='eth0' mode='route'/>\$"
works -q "net-create $dir/lab.xml; net-define $dir/next.xml; net-dumpxml lab --inactive"
has "^  <forward dev='eth7' mode='route'/>\$"
"$VIRSH" -q net-dumpxml default >"$dir/again.xml" || fail "net-dumpxml"
works -q "net-define $dir/again.xml; net-dumpxml default"
sed -i 1d "$dir/out"
cmp -s "$dir/out" "$dir/again.xml" || fail "what was printed is read otherwise"

refused net-start default
error_has 'it is active'
refused net-undefine default
refused net-start dd8fe884-6c02-601e-7551-cca97df1c5df
error_has 'by name'
refused net-start none
refused net-destroy none
refused net-autostart none
refused "net-create $dir/lab.xml; net-autostart lab"
refused net-define "$dir/none.xml"
refused net-define "$dir/bad.xml"
error_has "'up'"
refused net-create "$dir/bad.xml"
refused net-dumpxml none
refused -r net-define "$dir/lab.xml"
refused -r net-destroy default
refused net-destroy
