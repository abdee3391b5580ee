#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Devices of the host: lists, trees, XML, and PCI devices that go to guests and come back.
. "$(dirname "$0")/lib.sh"

works -q nodedev-list
is 'computer
scsi_host1
scsi_host11
scsi_host2'
works -q nodedev-list --cap system
is 'computer'
works -q nodedev-list --cap fc_host
[ "$(wc -l <"$dir/out")" -eq 3 ] || fail "not three hosts of a fabric"
works -q nodedev-list --cap pci
[ ! -s "$dir/out" ] || fail "there are no PCI devices"
works -q nodedev-list --tree
is 'computer
  |
  +- scsi_host1
  |   |
  |   +- scsi_host11
  +- scsi_host2
'
refused nodedev-list --tree --cap pci
works -q nodedev-dumpxml computer
has '<serial>123456</serial>'
refused nodedev-dumpxml toaster
error_has 'toaster'
refused nodedev-dumpxml
refused nodedev-dettach computer
error_has 'computer'

pci()
{
    echo "<device><name>$1</name>$3<capability type='pci'><domain>0</domain><bus>0</bus>
        <slot>$2</slot><function>0</function><product id='0x1'/><vendor id='0x2'/></capability></device>"
}
cat >"$dir/node.xml" <<XML
<node>
  <domain type='test'><name>guest</name><memory>65536</memory><os><type>hvm</type></os>
    <devices><hostdev type='pci'><source><address bus='0' slot='2' function='0'/></source></hostdev></devices>
  </domain>
  $(pci Zebra 1 "<parent>ring1</parent>")
  $(pci apple 2 "")
  $(pci ring1 3 "<parent>ring2</parent>")
  $(pci ring2 4 "<parent>ring1</parent>")
  <device file='host.xml'/>
</node>
XML
cat >"$dir/host.xml" <<XML
<device><name>scsi_host4</name><parent>elsewhere</parent><capability type='scsi_host'><host>4</host>
<capability type='vport_ops'><max_vports>1</max_vports></capability></capability></device>
XML
cat >"$dir/new.xml" <<XML
<device><parent>scsi_host4</parent><capability type='scsi_host'><capability type='fc_host'>
<wwnn>2000000012341235</wwnn><wwpn>1000000012341235</wwpn></capability></capability></device>
XML
export VIRSH_DEFAULT_CONNECT_URI=test://$dir/node.xml
works -q nodedev-list --cap pci
is 'apple
ring1
ring2
Zebra'
works -q nodedev-list --tree
is 'apple

scsi_host4

ring1
  |
  +- ring2
  +- Zebra
'
works -q "nodedev-dettach Zebra; nodedev-dumpxml Zebra; nodedev-reset Zebra; nodedev-reattach Zebra"
has '^Device Zebra dettached$'
has '<name>pci-stub</name>'
has '^Device Zebra reset$'
has '^Device Zebra re-attached$'
works -q nodedev-detach Zebra
is 'Device Zebra detached'
refused nodedev-reset Zebra
refused nodedev-detach apple
error_has 'guest'
works -q "destroy guest; nodedev-detach apple"
refused --readonly nodedev-detach Zebra

works -q "nodedev-create $dir/new.xml; nodedev-list --cap fc_host; nodedev-destroy scsi_host5; nodedev-list --cap fc_host"
is "Node device scsi_host5 created from $dir/new.xml
scsi_host5
Destroyed node device 'scsi_host5'"
refused nodedev-create "$dir/none.xml"
refused nodedev-create "$dir/host.xml"
refused nodedev-destroy Zebra
