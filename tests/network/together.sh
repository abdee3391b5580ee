#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Several processes at once, many networks, and programs that hang: each network has one run and a bridge of its
# own, and nobody waits for another.
. "$(dirname "$0")/lib.sh"

body()
{
    echo "<forward mode='nat'/><ip address='10.88.$1.1' prefix='24'><dhcp><range start='10.88.$1.2' end='10.88.$1.9'/></dhcp></ip>"
}

one() # COMMAND...: who succeeds says so in a file
{
    "$VIRSH" -q "$@" >/dev/null 2>&1 </dev/null && echo done >>"$dir/succeeded"
}

network same "$(body 200)"
works net-define "$dir/same.xml"
host_state >"$dir/before"
for round in 1 2 3; do
    : >"$dir/succeeded"
    one net-start same &
    first=$!
    one net-start same &
    wait $first $!
    [ "$(wc -l <"$dir/succeeded")" -eq 1 ] || fail "one network was started $(wc -l <"$dir/succeeded") times"
    : >"$dir/succeeded"
    one net-destroy same &
    first=$!
    one net-destroy same &
    wait $first $!
    works net-list --name
    [ ! -s "$dir/out" ] || fail "it is still active"
    host_state | diff "$dir/before" - >"$dir/out" || fail "the host is not as it was"
done

# Two processes, fifty networks, bridges that nobody has named.
count=50
half() # FIRST LAST
{
    local i
    for ((i = $1; i <= $2; i++)); do
        network "n$i" "$(body $i)"
        echo "net-create $dir/n$i.xml"
    done | "$VIRSH" -q >"$dir/out$1" 2>&1
}
half 1 $((count / 2)) &
first=$!
half $((count / 2 + 1)) $count &
wait $first $!
works net-list --name
[ "$(wc -l <"$dir/out")" -eq $count ] || fail "there are $(wc -l <"$dir/out") networks: $(cat "$dir"/out1)"
[ "$(dnsmasqs | wc -l)" -eq $count ] || fail "there are $(dnsmasqs | wc -l) dnsmasqs"
[ "$(ip -o link show type bridge | grep -c virbr)" -eq $count ] || fail "there are other bridges"
[ "$(nft list tables | wc -l)" -eq $count ] || fail "there are other tables"

# A program that hangs holds up its own network, and that not for ever.
mkdir "$dir/bin"
printf '#!/bin/sh\nexec sleep 1000\n' >"$dir/bin/dnsmasq"
chmod +x "$dir/bin/dnsmasq"
(PATH=$dir/bin:$PATH exec "$VIRSH" -q net-start same >"$dir/hung" 2>&1 </dev/null) &
hung=$!
until_so 10 grep -q "step='starting'" "$VITRINE_STATE_DIR/network/same.xml" || fail "it does not begin"
before=$SECONDS
works net-list --all
has '^same +inactive'
works net-info n1
works net-destroy n1
works net-create "$dir/n1.xml"
kill -0 $hung || fail "the hung one has ended already"
wait $hung && fail "a network was started without dnsmasq"
grep -q "did not start within" "$dir/hung" || fail "it ended so: $(cat "$dir/hung")"
[ $((SECONDS - before)) -lt 60 ] || fail "it hung for $((SECONDS - before)) s"

for ((i = 1; i <= count; i++)); do
    echo "net-destroy n$i"
done | "$VIRSH" -q >"$dir/out" 2>&1 || fail "some do not end"
host_state | diff "$dir/before" - >"$dir/out" || fail "the host is not as it was"
