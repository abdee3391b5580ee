#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# The command net-edit: it edits what the next start uses, and loses nothing.
. "$(dirname "$0")/lib.sh"

printf '#!/bin/sh\nsed -i "s/virbr0/br5/" "$1"\n' >"$dir/editor"
chmod +x "$dir/editor"
export EDITOR=$dir/editor
works -q "net-edit default; net-dumpxml default --inactive"
has '^Network default XML configuration edited$'
has "name='br5'"
works -q "net-edit default; net-dumpxml default"
has "name='virbr0'"
works -q "net-edit default; net-edit default; net-destroy default; net-start default; net-info default"
has '^Network default XML configuration not changed$'
has '^Bridge:         br5$'
export EDITOR='sed -i s/192.168.122.2/here/'
refused -q net-edit default
error_has "'here'"
[ -n "$(find "$TMPDIR" -type f)" ] || fail "what was edited is lost"
refused net-edit none
