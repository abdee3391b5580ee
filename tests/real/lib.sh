# SPDX-License-Identifier: LGPL-2.1-or-later
# What the tests with real input share: where things are, a folder of their own, how they end.
# Sourced, not run.  VITRINE_NO_SKIP=1 makes a skip a failure, for machines that must run them all.
set -u
export LC_ALL=C
unset LIBVIRT_DEFAULT_URI VIRSH_DEFAULT_CONNECT_URI VIRSH_DEBUG
PATH=$PATH:/usr/sbin:/sbin
build=$(cd "${top_builddir:-.}" && pwd) || exit 1
source=$(cd "${top_srcdir:-.}" && pwd) || exit 1
real=$source/tests/real
dir=$(mktemp -d "${TMPDIR:-/tmp}/vitrine-real.XXXXXX") || exit 1
child=
# Bash waits for what runs in the foreground before it minds a signal; so what takes long runs
# in the background (see wait_for) and is ended here.
clean_up()
{
    [ -z "$child" ] || { kill "$child" && wait "$child"; } 2>/dev/null
    rm -rf "$dir"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

fail()
{
    echo "FAIL: $*" >&2
    exit 1
}

skip()
{
    [ -z "${VITRINE_NO_SKIP:-}" ] || fail "this may not be skipped: $*"
    echo "SKIP: $*"
    exit 77
}

# Skips unless all of these programs are there.
need()
{
    local program
    for program; do
        command -v "$program" >/dev/null || skip "there is no program $program"
    done
}

# Skips unless the folder of the test has room for this many MiB.
need_space()
{
    local free
    free=$(df -Pk "$dir" | awk 'NR == 2 { print int($4 / 1024) }')
    [ "$free" -ge "$1" ] || skip "$dir has room for $free MiB, $1 are needed"
}

# Runs a command in the background and waits for it, so that a signal ends both.
wait_for()
{
    local status
    "$@" &
    child=$!
    wait "$child"
    status=$?
    child=
    return "$status"
}

# Runs a program of this folder against the build.
check()
{
    local program=$1
    shift
    [ -x "$build/tests/real/$program" ] || fail "tests/real/$program has not been built"
    echo "-- $program"
    wait_for "$build/run" "$build/tests/real/$program" "$@" || fail "$program ended with $?: $*"
}

# The virsh of the build; not there before it is built.
have_virsh()
{
    [ -x "$build/tools/virsh/virsh" ] || { echo "-- no virsh in this build"; return 1; }
}

virsh()
{
    "$build/run" "$build/tools/virsh/virsh" "$@"
}

# The output of virsh is the bytes of this file: virsh_gives FILE ARGUMENT...
virsh_gives()
{
    local want=$1
    shift
    virsh "$@" >"$dir/virsh.out" </dev/null || fail "virsh $*"
    cmp "$want" "$dir/virsh.out" || fail "other bytes: virsh $*"
    rm -f "$dir/virsh.out"
}
