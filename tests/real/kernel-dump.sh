#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# A Linux kernel is booted under QEMU in software emulation and its memory dumped.  The embedded
# hypervisor reads the dump, by physical and virtual address, as QEMU and a second reader do.
#
#     VITRINE_TEST_KERNEL=/path/vmlinuz   another kernel than Debian's cloud kernel
#     VITRINE_CACHE=/path                 where that one is kept once it is fetched
. "$(dirname "$0")/lib.sh"

qemu="qemu-system-x86_64"
python=${PYTHON:-python3}
cache=${VITRINE_CACHE:-$build/tests/real/cache}
# Of the largest variant: the dump and its copy; besides, the package and what is in it.
space_mib=600

# Leaves the path of a kernel in $kernel.
find_kernel()
{
    kernel=${VITRINE_TEST_KERNEL:-$cache/vmlinuz}
    [ -z "${VITRINE_TEST_KERNEL:-}" ] || [ -r "$kernel" ] || fail "cannot read the kernel $kernel"
    [ -r "$kernel" ] || fetch_kernel
}

# Fetches Debian's kernel package and takes the kernel out of it; nothing is installed.
fetch_kernel()
{
    local package folder=$dir/package
    need apt-get apt-cache dpkg-deb
    package=$(apt-cache depends linux-image-cloud-amd64 2>/dev/null |
        awk '$1 == "Depends:" && $2 ~ /^linux-image-/ { print $2; exit }')
    [ -n "$package" ] || skip "apt knows no package linux-image-cloud-amd64"
    mkdir -p "$cache" "$folder" || fail "cannot make $cache"
    echo "-- fetching $package"
    (cd "$folder" && exec apt-get -q -o APT::Sandbox::User=root -o Acquire::Retries=2 \
        download "$package") >"$dir/apt" 2>&1 ||
        skip "apt-get cannot download $package: $(tail -n 1 "$dir/apt")"
    dpkg-deb -x "$folder"/linux-image-*.deb "$folder/root" || fail "cannot unpack $package"
    cp "$folder"/root/boot/vmlinuz-* "$cache/vmlinuz.$$" &&
        mv "$cache/vmlinuz.$$" "$cache/vmlinuz" ||
        fail "cannot keep the kernel of $package in $cache"
    rm -rf "$folder"
}

make_initrd()
{
    local busybox root=$dir/root
    busybox=$(command -v busybox)
    ! ldd "$busybox" >"$dir/ldd" 2>&1 || skip "$busybox needs libraries; the guest has none"
    mkdir -p "$root/bin" "$root/dev"
    cp "$busybox" "$root/bin/busybox"
    ln -s busybox "$root/bin/sh"
    install -m 755 "$real/guest-init" "$root/init"
    (cd "$root" && find . | cpio -o -H newc --quiet) >"$dir/initrd" ||
        fail "cannot make the initramfs"
}

# The first word of the line of "areas" that ends in this name.
address_of()
{
    awk -v name="$1" '$3 == name { print $1 }' "$out/areas"
}

# A core of the library's is one for others too: as many segments, the banner at its address.
check_core()
{
    local core=$1
    if command -v readelf >/dev/null; then
        readelf -hlW "$core" >"$dir/readelf" 2>&1 || fail "readelf: $(cat "$dir/readelf")"
        ! grep -Ei 'warning|error' "$dir/readelf" || fail "readelf complains"
        grep -q 'Type: *CORE' "$dir/readelf" || fail "readelf sees no core"
        readelf -lW "$out/dump" >"$dir/readelf.qemu" || fail "readelf of QEMU's dump"
        cmp <(grep -c '^ *LOAD ' "$dir/readelf") <(grep -c '^ *LOAD ' "$dir/readelf.qemu") ||
            fail "readelf sees other segments than in QEMU's dump"
    fi
    if command -v gdb >/dev/null; then
        gdb -nx -batch -c "$core" -ex "x/s $paddr" >"$dir/gdb" 2>&1 || fail "gdb: $(cat "$dir/gdb")"
        grep -q 'LWP 1' "$dir/gdb" || fail "gdb sees no vcpu: $(cat "$dir/gdb")"
        grep -q '"Linux version' "$dir/gdb" ||
            fail "gdb sees something else at $paddr: $(tail -n 1 "$dir/gdb")"
    fi
}

# The same through the tool, a process for each command.
check_virsh()
{
    local node=$dir/node.xml address length name
    cat >"$node" <<XML
<node><domain type='test'><name>dumped</name><memory>262144</memory>
<os><type arch='x86_64'>hvm</type></os>
<vt:embedded xmlns:vt='urn:vitrine:embedded:1'>
<vt:ram file='$out/dump' format='auto'/>
</vt:embedded>
</domain></node>
XML
    echo "-- virsh memory-peek"
    while read -r address length name; do
        virsh_gives "$out/$name" -c "test://$node" memory-peek dumped "$address" "$length" \
            --virtual --raw
    done <"$out/areas"
    length=$(stat -c %s "$out/banner")
    virsh_gives "$out/banner" -c "test://$node" memory-peek dumped "$paddr" "$length" \
        --physical --raw
    virsh -q -c "test://$node" memory-peek dumped "$paddr" "$length" --physical --raw \
        --output "$dir/peeked" || fail "virsh memory-peek --output"
    cmp "$out/banner" "$dir/peeked" || fail "virsh memory-peek --output wrote other bytes"
    ! virsh -c "test://$node" memory-peek dumped 0xf0000000 16 --physical --raw >"$dir/none" 2>&1 ||
        fail "virsh memory-peek reads where no memory is"
}

# One boot and all that is looked at in it: variant NAME CPU MIB KERNEL-ARGUMENTS LEVELS
variant()
{
    out=$dir/$1
    mkdir "$out"
    echo "== $1: -cpu $2 -m $3, $4"
    wait_for "$python" "$real/boot-and-dump.py" "$qemu" "$2" "$3" "$kernel" "$dir/initrd" \
        "console=ttyS0 quiet panic=-1 no_timer_check $4" "$out" ||
        fail "$1: no dump; the guest printed: $(tail -n 5 "$out/serial")"
    [ "$(cat "$out/levels")" -eq "$5" ] || [ -n "${VITRINE_TEST_KERNEL:-}" ] ||
        fail "$1: the guest has $(cat "$out/levels") levels of page tables"
    paddr=$(cat "$out/banner.paddr")
    check real-find-banner "$out/dump" "$out/banner" "$paddr"
    check real-compare-bytes "$out/dump"
    check real-holes "$out/dump"
    check real-virtual "$out/dump" "$out"
    check real-core-again "$out/dump" "$out/core" "$(address_of banner)"
    check_core "$out/core"
    ! have_virsh || check_virsh
    rm -rf "$out"
}

[ "$(uname -m)" = x86_64 ] || skip "the embedded hypervisor's dumps are of x86"
need "$qemu" "$python" busybox cpio install
need_space "$space_mib"
find_kernel
make_initrd
# Four levels with the kernel's tables kept apart from those of user mode, and five levels; both
# kernels choose their addresses at random.
variant four-levels qemu64 128 "pti=on" 4
variant five-levels max 192 "pti=auto" 5
