# SPDX-License-Identifier: LGPL-2.1-or-later
# What the tests of the host's networks share: a host of their own, which is a network namespace, and
# machines beside it, which are others.  Sourced, not run, before anything else: it begins the script anew
# inside of the namespace.
set -u
export LC_ALL=C.UTF-8

fail()
{
    echo "FAIL: $*" >&2
    [ -f "${dir:-}/out" ] && sed 's/^/  out: /' "$dir/out" >&2
    exit 1
}

skip()
{
    echo "SKIP: $*"
    exit 77
}

if [ "${VT_IN_NAMESPACE:-}" != yes ]; then
    [ "$(id -u)" -eq 0 ] || skip "networks are made by root alone"
    for tool in unshare nsenter ip nft dnsmasq busybox; do
        command -v $tool >/dev/null || skip "there is no $tool here"
    done
    unshare -n true 2>/dev/null || skip "no network namespaces here"
    unshare -n sh -c 'ip link add probe type bridge && ip link add probe1 type veth peer name probe2' 2>/dev/null ||
        skip "this kernel has no bridges, or no veth"
    unshare -n nft 'add table inet probe; add chain inet probe c { type nat hook postrouting priority 0; }' \
        2>/dev/null || skip "this kernel has no NAT by nftables"
    exec env VT_IN_NAMESPACE=yes unshare -n bash "$0" "$@"
fi

dir=$(mktemp -d "${TMPDIR:-/tmp}/network-test.XXXXXX") || exit 1
export VITRINE_CONFIG_DIR=$dir/config VITRINE_STATE_DIR=$dir/state VITRINE_DATA_DIR=$dir/data
export HOME=$dir XDG_STATE_HOME=$dir LIBVIRT_DEFAULT_URI=test:///host VIRSH_DEFAULT_CONNECT_URI=test:///host
unset VIRSH_DEBUG VISUAL EDITOR
machines=

# dnsmasqs: those of this test, one number each.
dnsmasqs()
{
    local file
    for file in /proc/[0-9]*/cmdline; do
        grep -qaF -- "--conf-file=$dir/" "$file" && echo "${file//[^0-9]/}"
    done 2>/dev/null
}

clean()
{
    local pid
    for pid in $machines $(dnsmasqs); do
        kill -9 "$pid" 2>/dev/null
    done
    rm -rf "$dir"
}
trap clean EXIT

ip link set lo up || fail "the namespace has no loopback"

v()
{
    "$VIRSH" -q "$@" >"$dir/out" 2>&1 </dev/null
}

works()
{
    v "$@" || fail "virsh $* ended with $?"
}

refused()
{
    v "$@" && fail "virsh $* was not refused"
    grep -q '^error: ' "$dir/out" || fail "virsh $* printed no error"
}

has()
{
    grep -Eq -- "$1" "$dir/out" || fail "no line matches: $1"
}

# until_so SECONDS COMMAND...: tries until it succeeds; what is waited for has no event here.
until_so()
{
    local end=$((SECONDS + $1))
    shift
    until "$@" >/dev/null 2>&1; do
        [ "$SECONDS" -lt "$end" ] || return 1
        busybox usleep 20000
    done
}

is_apart()
{
    [ "$(readlink "/proc/$1/ns/net")" != "$(readlink /proc/self/ns/net)" ]
}

# machine NAME: another network namespace; its process is in the variable of that name.
machine()
{
    unshare -n sleep 1000 &
    machines="$machines $!"
    disown
    until_so 5 is_apart $! || fail "there is no namespace for $1"
    printf -v "$1" %s $!
    on $! ip link set lo up
}

# on MACHINE COMMAND...
on()
{
    nsenter -t "$1" -n "${@:2}"
}

# plug MACHINE BRIDGE [MAC]: a cable from its eth0 to a bridge of the host.
plug()
{
    ip link add "p$1" type veth peer name eth0 netns "$1" || fail "there is no cable"
    [ -z "${3:-}" ] || on "$1" ip link set eth0 address "$3"
    ip link set "p$1" master "$2" up
    on "$1" ip link set eth0 up
}

# lease MACHINE: a real client gets an address, and sets it.
cat >"$dir/udhcpc" <<'EOF'
#!/bin/sh
[ "$1" = bound ] || exit 0
ip addr replace "$ip/$mask" dev "$interface"
[ -z "$router" ] || ip route replace default via "$router"
echo "$ip ${router:-none} ${dns:-none} ${domain:-none} $lease" >"$LEASE"
EOF
chmod +x "$dir/udhcpc"
lease()
{
    LEASE=$dir/lease on "$1" busybox udhcpc -i eth0 -n -q -f -t 20 -T 1 -s "$dir/udhcpc" >"$dir/out" 2>&1 ||
        fail "no lease was given"
    cat "$dir/lease"
}

# A machine that the host reaches by another interface, out0 at 203.0.113.1: outside, at 203.0.113.2.
outside()
{
    machine outside
    ip link add out0 type veth peer name eth0 netns "$outside"
    ip addr add 203.0.113.1/24 dev out0
    ip link set out0 up
    on "$outside" ip addr add 203.0.113.2/24 dev eth0
    on "$outside" ip link set eth0 up
}

pings()
{
    on "$1" busybox ping -c 1 -W 1 "$2"
}

# All that a host may show of a network: links, addresses, routes, rules.
host_state()
{
    ip -o link | sed 's/^[0-9]*: //; s/ qlen.*//'
    ip -o addr | sed 's/^[0-9]*: //; s/ tentative//'
    ip route
    ip -6 route
    nft list ruleset
}

# network NAME BODY: a document
network()
{
    echo "<network><name>$1</name>$2</network>" >"$dir/$1.xml"
}
