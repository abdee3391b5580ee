#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Commands that tell which domains there are: columns and order.
. "$(dirname "$0")/lib.sh"

for name in Zoe anna "my domain"; do
    domain "$dir/$name.xml" "$name"
    define="${define:-}define '$dir/$name.xml';"
done
works -q "$define list --all"
tail -n 4 "$dir/out" >"$dir/list"
cp "$dir/list" "$dir/out"
is "  1 test                 running
  - anna                 shut off
  - my domain            shut off
  - Zoe                  shut off"
works -q "$define list"
has '^  1 test                 running$'
has_not 'shut off$'
works -q "$define list --inactive"
has_not 'running$'
has '^  - anna                 shut off$'
works -q list --name
is test
works -q list --uuid
has '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
works -q list --name --id
is "1 test"
works -q list --uuid --name
has '^[0-9a-f-]{36} test$'
works -q list --table
has '^  1 test'
refused list --table --name
works -q "$define list --all --state-running --name"
has_not '^(anna|Zoe)$'
has '^test$'
works -q "$define list --state-shutoff --name"
has '^anna$'
has_not '^test$'
works -q "$define suspend test; list --state-paused --state-shutoff --name"
has '^anna$'
has '^test$'
works -q list --state-other --name
is_empty
works -q "$define autostart anna; list --all --autostart --name"
has '^anna$'
has_not '^(test|Zoe)$'
works -q "list --all --no-autostart --name"
is test
# Without a hypervisor there is not even a heading.
refused -q -c test:///no/such/file list
is_empty

works -q dominfo test
has '^Id:             1$'
has '^Name:           test$'
has '^UUID:           [0-9a-f-]{36}$'
has '^OS Type:        linux$'
has '^State:          running$'
has '^CPU\(s\):         2$'
has '^CPU time:       [0-9]+\.[0-9]s$'
has '^Max memory:     8388608 kB$'
has '^Used memory:    2097152 kB$'
has '^Autostart:      disable$'
works -q "$define dominfo anna"
has '^Id:             -$'
has '^State:          shut off$'

works -q domid test
is 1
works -q "$define domid anna"
has '^-$'
works -q domname 1
is test
works -q domuuid 1
uuid=$(cat "$dir/out")
works -q domuuid test
has '^[0-9a-f-]{36}$'
script "$(printf 'domuuid test\n')" -q
works -q domstate test
is running
refused dominfo nobody
refused domid 1
refused domname test
refused domstate 99
