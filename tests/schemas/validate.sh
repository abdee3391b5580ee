#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# The schemas take every document of ours that is right, everything that we print, and none that
# has a mistake.
set -u
command -v xmllint >/dev/null || { echo "SKIP: xmllint is not here (libxml2-utils)"; exit 77; }
top=${abs_top_srcdir:-$PWD} build=${abs_top_builddir:-$top}
schemas=$top/schemas documents=$top/tests/documents
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
failed=0 good=0 bad=0 printed=0

fail()
{
    echo "FAILED: $*"
    head -n 5 "$dir/says"
    failed=1
}

# is_valid SCHEMA FILE: 0 it is, 3 it is not, anything else is a fault.
is_valid()
{
    xmllint --nonet --noout --relaxng "$schemas/$1" "$2" >"$dir/says" 2>&1
}

# Documents that are carried through, but say what no schema knows.
beyond=' graphics-vnc embedded-default-ns '

takes()
{
    case $beyond in *" $(basename "$2" .xml) "*) return ;; esac
    is_valid "$1" "$2" || fail "$1 refuses $2"
    good=$((good + 1))
}

refuses()
{
    is_valid "$1" "$2"
    case $? in
    1 | 3) ;; # it is no document at all, or not one of these
    *) fail "$1 does not refuse $2" ;;
    esac
    bad=$((bad + 1))
}

family()
{
    [ -e "$schemas/$2" ] || return
    is_valid "$2" /dev/null # a schema that is no schema is said here
    [ $? != 5 ] || fail "$2 is no schema"
    for file in "$documents/$1"/good/*.xml; do
        [ ! -e "$file" ] || takes "$2" "$file"
    done
    for file in "$documents/$1"/bad/*.xml; do
        [ ! -e "$file" ] || refuses "$2" "$file"
    done
}

virsh()
{
    "$build/run" "$build/tools/virsh/virsh" -q -c test:///default "$@" 2>"$dir/says"
}

# prints SCHEMA COMMAND...: what that command prints is a valid document.
prints()
{
    local schema=$1
    shift
    [ -e "$schemas/$schema" ] && virsh help "$1" >/dev/null || return
    virsh "$@" >"$dir/printed.xml" || { fail "virsh $*"; return; }
    is_valid "$schema" "$dir/printed.xml" || fail "$schema refuses what 'virsh $*' prints"
    printed=$((printed + 1))
}

family domain domain.rng
family network network.rng
family pool storagepool.rng
family vol storagevol.rng
family nodedev nodedev.rng
family capabilities capability.rng
family node node.rng
for file in "$top"/tests/conf/data/*.xml; do
    takes domain.rng "$file"
done

# Every form of every domain, as the library prints it.
mkdir "$dir/forms"
for file in "$documents"/domain/good/*.xml "$top"/tests/conf/data/*.xml; do
    PRINT_TO=$dir/forms "$build/run" "$build/tests/conf/domain-roundtrip" "$file" ||
        fail "domain-roundtrip $file"
done
for file in "$dir"/forms/*.xml; do
    case $beyond in *" $(basename "${file%-*}") "*) continue ;; esac
    is_valid domain.rng "$file" || { fail "domain.rng refuses what we print"; cat "$file"; }
    printed=$((printed + 1))
done

prints domain.rng dumpxml test
prints domain.rng dumpxml --inactive --security-info test
prints capability.rng capabilities
prints network.rng net-dumpxml default
prints storagepool.rng pool-dumpxml default-pool
if virsh help nodedev-list >/dev/null; then
    for device in $(virsh nodedev-list); do
        prints nodedev.rng nodedev-dumpxml "$device"
    done
fi

echo "$good right, $bad wrong, $printed printed"
[ "$good" -ge 40 ] && [ "$bad" -ge 40 ] && [ "$printed" -ge 100 ] || fail "that is too few"
exit $failed
