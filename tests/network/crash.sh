#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# A process that is killed while it starts or stops a network leaves nothing that the next one does not end.
. "$(dirname "$0")/lib.sh"

network lab "<forward mode='nat'/><ip address='10.77.0.1' netmask='255.255.255.0'>
<dhcp><range start='10.77.0.10' end='10.77.0.20'/></dhcp></ip><ip family='ipv6' address='fd00:77::1' prefix='64'/>"
works net-define "$dir/lab.xml"
works net-list
nft add table inet mine
host_state >"$dir/before"
real=$PATH

# In front of the real programs: they kill who has started them, before their work or after it.
killer()
{
    rm -rf "$dir/bin"
    mkdir "$dir/bin"
    case $2 in
    before) printf '#!/bin/sh\nkill -9 $PPID\n' ;;
    after) printf '#!/bin/sh\nPATH=%s\n%s "$@"\nkill -9 $PPID\n' "$real" "$1" ;;
    esac >"$dir/bin/$1"
    chmod +x "$dir/bin/$1"
}

killed()
{
    (PATH=$dir/bin:$real; v "$@") 2>/dev/null
    [ $? -eq 137 ] || fail "virsh $* was not killed"
}

is_as_before()
{
    [ -z "$(dnsmasqs)" ] || fail "$1: dnsmasq is left"
    host_state | diff "$dir/before" - >"$dir/out" || fail "$1: the host is not as it was"
    if ls "$VITRINE_STATE_DIR/network" | grep -E '\.(xml|conf|pid|nft)$' >"$dir/out"; then
        fail "$1: files are left"
    fi
}

for tool in nft dnsmasq; do
    for when in before after; do
        killer $tool $when
        killed net-start lab
        grep -q "step='starting'" "$VITRINE_STATE_DIR/network/lab.xml" || fail "the start was not noted"
        works net-list --all
        has '^lab +inactive'
        is_as_before "start, $when $tool"
        killed net-start lab
        works net-start lab
        works net-destroy lab
        is_as_before "a second start, $when $tool"
    done
done

for when in before after; do
    works net-start lab
    killer nft $when
    killed net-destroy lab
    grep -q "step='stopping'" "$VITRINE_STATE_DIR/network/lab.xml" || fail "the end was not noted"
    works net-list --all
    has '^lab +inactive'
    is_as_before "end, $when nft"
done
killer dnsmasq after
killed net-create "$dir/lab.xml"
works net-undefine lab
works net-list --all
[ ! -s "$dir/out" ] || fail "it is still there"
is_as_before 'a transient one'
works net-define "$dir/lab.xml"

# At any moment.
for ((round = 1; round <= 8; round++)); do
    "$VIRSH" -q net-start lab >/dev/null 2>&1 </dev/null &
    pid=$!
    disown
    busybox usleep $((RANDOM % 250 * 1000))
    kill -9 $pid 2>/dev/null
    works net-list --all
    if ! grep -q '^lab *inactive' "$dir/out"; then
        has '^lab +active'
        works net-destroy lab
    fi
    is_as_before "round $round"
done

# What ends by itself.
works net-start lab
old=$(dnsmasqs)
kill -9 "$old"
# Its command line is gone before its sockets are.
until_so 5 sh -c "! [ -d /proc/$old ] || grep -q '^State:[[:space:]]*[ZX]' /proc/$old/status" || fail "it cannot be killed"
works net-list
new=$(dnsmasqs)
[ -n "$new" ] && [ "$new" != "$old" ] || fail "dnsmasq was not started again"
ip link del virbr0
works net-list --all
has '^lab +inactive'
is_as_before 'a lost bridge'
