#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# What domains consist of: disks, interfaces and displays, in tables as wide as what is in them.
. "$(dirname "$0")/lib.sh"

node "$dir/node.xml" guest "
<disk type='block' device='cdrom'><source dev='/dev/a long name'/><target dev='hdc'/></disk>
<disk type='file' device='cdrom'><target dev='hdd'/></disk>
<interface type='network'><mac address='52:54:00:00:00:01'/><source network='default'/>
<model type='e1000'/></interface>
<interface type='bridge'><mac address='52:54:00:00:00:02'/><source bridge='br0'/>
<target dev='tap7'/></interface>
<graphics type='vnc' port='5907' listen='::1'/>"
export VIRSH_DEFAULT_CONNECT_URI=test://$dir/node.xml

works domblklist guest
is " Target   Source
--------------------------
 hdc      /dev/a long name
 hdd      -
"
works -q domblklist guest --details --inactive
is " block   cdrom    hdc      /dev/a long name
 file    cdrom    hdd      -"
works -q domiflist guest
has '^ [a-z0-9-]+ +network   default   e1000   52:54:00:00:00:01$'
has '^ tap7 +bridge    br0       -       52:54:00:00:00:02$'
works -q domdisplay guest
is "vnc://[::1]:7"
works -q domdisplay guest --all --type vnc
is "vnc://[::1]:7"
refused domdisplay guest --type spice
refused domblklist nobody

export VIRSH_DEFAULT_CONNECT_URI=test:///default
refused domdisplay test
works -q domblkstat test vda --human
has '^Device:         vda$'
has '^Bytes read:     [0-9]'
works -q maxvcpus
is 32
works -q freecell --all
has '^0: [0-9]+ kB$'
has '^Total: [0-9]+ kB$'
refused freecell --all 0
works -q "setmem test 1G; setmaxmem test --size 2048MiB; dominfo test"
has '^Used memory:    1048576 kB$'
has '^Max memory:     2097152 kB$'
refused setmem test 1GG
