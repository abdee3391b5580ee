# SPDX-License-Identifier: LGPL-2.1-or-later
# What the tests of virsh share: a folder of their own, and checks that say what they saw.
# Sourced, not run.  VIRSH in the environment is the program to test.
set -u
VIRSH=${VIRSH:-virsh}
export VIRSH_DEFAULT_CONNECT_URI=test:///default
export LC_ALL=C.UTF-8
unset VIRSH_DEBUG VISUAL EDITOR LIBVIRT_DEFAULT_URI
dir=$(mktemp -d "${TMPDIR:-/tmp}/virsh-test.XXXXXX") || exit 1
trap 'rm -rf "$dir"' EXIT
export HOME="$dir/home" XDG_STATE_HOME="$dir/state" TMPDIR="$dir/tmp"
mkdir "$HOME" "$TMPDIR"

fail()
{
    echo "FAIL: $*" >&2
    [ -f "$dir/out" ] && sed 's/^/  out: /' "$dir/out" >&2
    [ -f "$dir/err" ] && sed 's/^/  err: /' "$dir/err" >&2
    exit 1
}

skip()
{
    echo "SKIP: $*"
    exit 77
}

# Runs virsh; output in $dir/out and $dir/err, status in $status.
virsh()
{
    "$VIRSH" "$@" >"$dir/out" 2>"$dir/err" </dev/null
    status=$?
}

# The same with a script on standard input: script TEXT [OPTION...]
script()
{
    local text=$1
    shift
    printf '%s\n' "$text" | "$VIRSH" "$@" >"$dir/out" 2>"$dir/err"
    status=${PIPESTATUS[1]}
}

works()
{
    virsh "$@"
    [ "$status" -eq 0 ] || fail "'$*' ended with $status"
    [ ! -s "$dir/err" ] || fail "'$*' wrote to standard error"
}

# Refused: status 1 and an error that begins as all do.
refused()
{
    virsh "$@"
    [ "$status" -eq 1 ] || fail "'$*' ended with $status, not 1"
    grep -q '^error: ' "$dir/err" || fail "'$*' printed no error"
}

# Lines of the output, or of the errors, that match an extended regular expression.
has()
{
    grep -Eq -- "$1" "$dir/out" || fail "no line of the output matches: $1"
}

has_not()
{
    ! grep -Eq -- "$1" "$dir/out" || fail "a line of the output matches: $1"
}

error_has()
{
    grep -Eq -- "$1" "$dir/err" || fail "no line of the errors matches: $1"
}

# The whole output is this text.
is()
{
    printf '%s\n' "$1" | cmp -s - "$dir/out" || fail "the output is not: $1"
}

is_empty()
{
    [ ! -s "$dir/out" ] || fail "the output is not empty"
}

# A node file for the test hypervisor with one domain: node FILE NAME [DEVICES]
node()
{
    cat >"$1" <<XML
<node>
<domain type='test'>
  <name>$2</name>
  <memory>65536</memory>
  <currentMemory>65536</currentMemory>
  <vcpu>1</vcpu>
  <os><type>hvm</type></os>
  <devices>${3:-}</devices>
</domain>
</node>
XML
}

# The XML of a domain to define: domain FILE NAME
domain()
{
    cat >"$1" <<XML
<domain type='test'>
  <name>$2</name>
  <memory>65536</memory>
  <vcpu>1</vcpu>
  <os><type>hvm</type></os>
</domain>
XML
}
