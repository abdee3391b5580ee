#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Output that nobody reads is an error, not a crash and not silence.
. "$(dirname "$0")/lib.sh"

[ -w /dev/full ] || skip "there is no /dev/full"
"$VIRSH" list >/dev/full 2>"$dir/err"
[ $? -eq 1 ] || fail "list to a full device did not end with 1"
grep -q '^error: ' "$dir/err" || fail "a full device was not reported"
for i in 1 2 3; do
    "$VIRSH" memory-peek test 0 4M --raw 2>"$dir/err" | head -c 1 >"$dir/out"
    [ "${PIPESTATUS[0]}" -eq 1 ] || fail "a closed pipe did not end with 1"
    grep -q '^error: ' "$dir/err" || fail "a closed pipe was not reported"
done
