#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Statistics, displays and consoles.
. "$(dirname "$0")/lib.sh"

node "$dir/node.xml" guest "
  <graphics type='sdl'/>
  <graphics type='vnc' port='5903' listen='127.0.0.1'/>"
export VIRSH_DEFAULT_CONNECT_URI=test://$dir/node.xml
works -q vncdisplay guest
is "127.0.0.1:3"
node "$dir/node.xml" guest "<graphics type='vnc' port='5900' listen='0.0.0.0'/>"
works -q vncdisplay guest
is ":0"
node "$dir/node.xml" guest "<graphics type='vnc' port='-1'/>"
refused -q vncdisplay guest
[ ! -s "$dir/out" ] || fail "it printed a display that is none"
node "$dir/node.xml" guest
refused -q vncdisplay guest
[ ! -s "$dir/out" ] || fail "it printed a display that is none"
refused -q ttyconsole guest
refused -q console guest
refused domblkstat guest nonsense
refused domifstat guest nonsense
virsh -q -c test:///default domblkstat test vda
[ "$status" -eq 1 ] || has '^vda rd_req [0-9]+$'
virsh -q -c test:///default domifstat test testnet0
[ "$status" -eq 1 ] || has '^testnet0 rx_bytes [0-9]+$'
