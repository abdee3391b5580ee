#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Attaching and detaching: what is checked before the hypervisor is asked.
. "$(dirname "$0")/lib.sh"

node "$dir/node.xml" guest "
  <disk type='file' device='disk'><source file='/tmp/a'/><target dev='hda'/></disk>
  <interface type='bridge'><mac address='00:16:3e:00:00:01'/><source bridge='br0'/></interface>
  <interface type='bridge'><mac address='00:16:3e:00:00:02'/><source bridge='br0'/></interface>"
export VIRSH_DEFAULT_CONNECT_URI=test://$dir/node.xml
refused attach-disk guest /tmp/a hdb --driver nonsense
error_has 'nonsense'
refused attach-disk guest /tmp/a hdb --type floppy
refused attach-disk guest /tmp/a hdb --mode writable
refused attach-interface guest user x
refused detach-disk guest sdz
error_has 'sdz'
refused detach-interface guest network
refused detach-interface guest bridge
error_has '--mac'
refused detach-interface guest bridge --mac 00:16:3e:00:00:03
refused attach-device guest "$dir/none.xml"
error_has 'none\.xml'

# The XML that is sent, told by --debug, escapes what the user gave.
virsh -d 5 attach-disk guest "/tmp/a&'b" hdb --driver file --type cdrom --mode readonly
has "<disk type='file' device='cdrom'><driver name='file'/><source file='/tmp/a&amp;&apos;b'/>"
has "<target dev='hdb'/><readonly/></disk>"
virsh -d 5 attach-disk guest /dev/sdb hdb
has "<disk type='block'><source dev='/dev/sdb'/><target dev='hdb'/></disk>"
virsh -d 5 attach-interface guest bridge br0 vif0 00:16:3e:00:00:09 /etc/script
has "<interface type='bridge'><source bridge='br0'/><target dev='vif0'/>"
has "<mac address='00:16:3e:00:00:09'/><script path='/etc/script'/></interface>"
virsh -d 5 detach-interface guest bridge --mac 00:16:3E:00:00:02
has '00:16:3e:00:00:02'
has_not '00:16:3e:00:00:01'
virsh -d 5 detach-disk guest hda
has "dev=.hda."

# What was attached is there, and gone when it is detached.
cat >"$dir/disk.xml" <<'XML'
<disk type='file' device='disk'><source file='/tmp/c'/><target dev='vdc' bus='virtio'/></disk>
XML
works -q "attach-device guest $dir/disk.xml; domblklist guest; detach-device guest $dir/disk.xml;
    domblklist guest"
is "Device attached
 hda      /tmp/a
 vdc      /tmp/c
Device detached
 hda      /tmp/a"
refused detach-device guest "$dir/disk.xml"
works -q "attach-disk guest /dev/sdb vdb --mode shareable; domblklist guest; detach-disk guest vdb"
is "Disk attached
 hda      /tmp/a
 vdb      /dev/sdb
Disk detached"
works -q "attach-interface guest network default tap7 52:54:00:00:00:07; domiflist guest;
    detach-interface guest network"
has '^Interface attached$'
has '^ tap7 +network +default +- +52:54:00:00:00:07$'
has '^Interface detached$'
