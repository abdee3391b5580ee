#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# What needs no hypervisor works without one; the rest says that there is none.
. "$(dirname "$0")/lib.sh"

export VIRSH_DEFAULT_CONNECT_URI=nonsense:nothing
works help
works help dominfo
has 'dominfo'
works -h
works -v
works quit
refused help nonsense
refused uri
error_has "nonsense:nothing"
[ ! -s "$dir/out" ] || [ -z "$(tr -d '\n' <"$dir/out")" ] || fail "it printed a URI"
works -q -c test:///default uri
