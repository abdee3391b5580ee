#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Memory, processors and scheduler parameters.
. "$(dirname "$0")/lib.sh"

works -q "setmem test 1048576; dominfo test"
has '^Used memory:    1048576 kB$'
works -q "setmaxmem test 1048576; dominfo test"
has '^Max memory:     1048576 kB$'
has '^Used memory:    1048576 kB$'
refused setmem test 8388609
refused setmem test 0
refused setmem test -5
refused setmem test lots
works -q "setmaxmem test 4194304"
works -q "setvcpus test 1; dominfo test"
has '^CPU\(s\):         1$'
refused setvcpus test 0
refused setvcpus test 33
refused vcpupin test 0 99
refused vcpupin test 0 1,x
refused vcpupin test 99 0
virsh -q vcpupin test 0 0-3,5
virsh -q vcpuinfo test
if [ "$status" -eq 0 ]; then
    has '^VCPU:           0$'
    has '^VCPU:           1$'
    has '^CPU:            [0-9]+$'
    has '^State:          [a-z ]+$'
    has '^CPU Affinity:   [y-]{16}$'
fi
works -q schedinfo test
is "Scheduler      : fair
weight         : 50"
works -q schedinfo test --weight 60
works -q schedinfo test --set weight=60
refused schedinfo test --set weight
refused schedinfo test --set weight=much
refused schedinfo test --set size=1
refused schedinfo test --cap 5
