#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Commands that start, stop and pause domains.
. "$(dirname "$0")/lib.sh"

domain "$dir/d.xml" other
works -q "suspend test; domstate test; resume test; domstate test"
is "Domain test suspended
paused
Domain test resumed
running"
works -q "shutdown 1; domstate test"
has '^Domain 1 .+'
has '^shut off$'
works -q "reboot test; domstate test"
has '^running$'
works -q "destroy test; domstate test; start test; domstate test; domid test"
is "Domain test destroyed
shut off
Domain test started
running
2"
works -q "define $dir/d.xml; start other; list"
has '^  2 other                running$'
works -q "autostart test; dominfo test; autostart test --disable; dominfo test"
has '^Domain test marked as autostarted$'
has '^Autostart:      enable$'
has '^Domain test unmarked as autostarted$'
has '^Autostart:      disable$'
refused start test
refused start 1
refused start nobody
refused resume test
refused suspend nobody
for command in suspend resume shutdown reboot destroy autostart; do
    refused -r "$command" test
done

# Why a domain is in its state
works -q domstate test --reason
is "running (booted)"
works -q "suspend test; domstate test --reason"
has '^paused \(user\)$'
works -q "destroy test; domstate test --reason"
has '^shut off \(destroyed\)$'
