#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Pools that are marked are started by the first connection after a start of the host that may write, and by no other.
. "${srcdir:-$(dirname "$0")/..}/virsh/lib.sh"
export VITRINE_CONFIG_DIR=$dir/config VITRINE_STATE_DIR=$dir/run VITRINE_DATA_DIR=$dir/data
export VIRSH_DEFAULT_CONNECT_URI=test:///host
mkdir "$dir/one" "$dir/two"

# active: the names of the pools that are active, between blanks
active()
{
    works --readonly pool-list
    awk 'NR > 2 && NF {printf "%s ", $1}' "$dir/out"
}

# restart: what is left by a start of the host, which forgets all states
restart()
{
    rm -rf "$VITRINE_STATE_DIR"
}

works pool-define-as one dir --target "$dir/one"
works pool-define-as two dir --target "$dir/two"
works pool-define-as lost dir --target "$dir/nowhere"
works pool-autostart one
works pool-autostart lost
works pool-list
[ -z "$(active)" ] || fail "a mark has started a pool"

restart
[ -z "$(active)" ] || fail "a connection that only reads has started a pool"
works pool-list
[ "$(active)" = "one " ] || fail "not the one that is marked: $(active)"
works pool-destroy one
works pool-list
[ -z "$(active)" ] || fail "what was stopped is started again in the same boot"

# States that outlive the start, as on a disk: the mark tells of which it is.
echo 'another boot' >"$VITRINE_STATE_DIR/storage/autostarted"
works pool-list
[ "$(active)" = "one " ] || fail "not in the next boot"

works pool-destroy one
works pool-autostart one --disable
restart
works pool-list
[ -z "$(active)" ] || fail "a mark that was taken away has started a pool"
