#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# The definition of a pool that names no uuid, as other programs write it: every process finds the same one, so that
# what one starts another stops.
. "${srcdir:-$(dirname "$0")/..}/virsh/lib.sh"
export VITRINE_CONFIG_DIR=$dir/config VITRINE_STATE_DIR=$dir/run VITRINE_DATA_DIR=$dir/data
export VIRSH_DEFAULT_CONNECT_URI=test:///host

mkdir -p "$dir/images" "$VITRINE_CONFIG_DIR/storage"
echo "<pool type='dir'><name>plain</name><target><path>$dir/images</path></target></pool>" \
    >"$VITRINE_CONFIG_DIR/storage/plain.xml"
works pool-uuid plain
uuid=$(head -n 1 "$dir/out")
works pool-uuid plain
[ "$(head -n 1 "$dir/out")" = "$uuid" ] || fail "two processes read two pools"
works pool-start plain
works pool-name "$uuid"
has '^plain$'
works pool-info plain
has '^State: *running$'
works pool-destroy plain
works pool-info plain
has '^State: *inactive$'
