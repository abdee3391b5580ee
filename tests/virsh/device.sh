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
