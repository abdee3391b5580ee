#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# The command edit: editors, refusals, and that nothing is lost or left.
. "$(dirname "$0")/lib.sh"

left()
{
    find "$TMPDIR" -type f
}

edit()
{
    printf '#!/bin/sh\n%s\n' "$1" >"$dir/editor"
    chmod +x "$dir/editor"
}

edit 'stat -c %a "$2" >"'"$dir"'/mode"; sed -i "s/<vcpu.*vcpu>/<vcpu>7<\/vcpu>/" "$2"; echo "$1" >"'"$dir"'/arg"'
domain "$dir/d.xml" other
export EDITOR="'$dir/editor' 'one argument'"
works -q "define $dir/d.xml; edit other; dominfo other"
has '^Domain other XML configuration edited$'
has '^CPU\(s\):         7$'
[ "$(cat "$dir/mode")" = 600 ] || fail "others can read the temporary file"
[ "$(cat "$dir/arg")" = "one argument" ] || fail "the editor did not get its argument"
[ -z "$(left)" ] || fail "a file is left: $(left)"

edit true
works -q "define $dir/d.xml; edit other"
has '^Domain other XML configuration not changed$'
[ -z "$(left)" ] || fail "a file is left: $(left)"

# VISUAL comes first; an editor that fails changes nothing.
edit 'echo wrong >"$1"; exit 3'
export VISUAL=$dir/editor EDITOR=false
refused -q "define $dir/d.xml; edit other"
[ -z "$(left)" ] || fail "a file is left: $(left)"

# What was edited is kept when it is refused, and the error says where.
edit 'echo "<broken" >"$1"'
refused -q "define $dir/d.xml; edit other"
[ "$(cat "$(left)")" = "<broken" ] || fail "what was edited is lost"
error_has "$(left)"
rm "$(left)"

# An editor that takes the file away: there is nothing to keep, and none is promised.
edit 'rm "$1"'
refused -q "define $dir/d.xml; edit other"
! grep -q kept "$dir/err" || fail "a file that is gone is said to be kept"
refused edit nobody
