#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Commands about the host: the form of what they print.
. "$(dirname "$0")/lib.sh"

works -q uri
is "test:///default"
works -q hostname
[ "$(wc -l <"$dir/out")" -eq 1 ] || fail "hostname is not one line"
works -q version
for line in 'Compiled against library: libvirt' 'Using library: libvirt' 'Using API: [A-Za-z]+' \
    'Running hypervisor: [A-Za-z]+'; do
    has "^$line [0-9]+\.[0-9]+\.[0-9]+\$"
done
works -q capabilities
has '^<capabilities>'
works -q nodeinfo
has '^CPU model:           i686$'
has '^CPU\(s\):              16$'
has '^CPU frequency:       1400 MHz$'
has '^CPU socket\(s\):       2$'
has '^Core\(s\) per socket:  2$'
has '^Thread\(s\) per core:  2$'
has '^NUMA cell\(s\):        2$'
has '^Memory size:         3145728 kB$'
works -q freecell
has '^Total: [0-9]+ kB$'
works -q freecell 1
has '^1: 4194304 kB$'
node "$dir/node.xml" guest
refused -c "test://$dir/node.xml" freecell --all
error_has 'nothing is known'
refused freecell 7
refused freecell x
works -q "connect test:///default; uri; connect; uri"
[ "$(wc -l <"$dir/out")" -eq 2 ] || fail "connect prints something"
refused connect nonsense:nothing
