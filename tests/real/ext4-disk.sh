#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# A file system that mkfs.ext4 made is a guest's disk: its superblock, its bytes, its end, and a
# new file in its place.
. "$(dirname "$0")/lib.sh"

need mkfs.ext4 dumpe2fs
need_space 64
image=$dir/disk.img
uuid=4f1c0a52-6d0e-4b7a-9c35-28e6d1b7f3a9
new_uuid=b82d95e3-07c4-4e61-8a1f-5dd0396c7e14

# make_image FILE UUID LABEL SIZE
make_image()
{
    truncate -s "$4" "$1" && mkfs.ext4 -q -F -U "$2" -L "$3" "$1" >"$dir/mkfs" 2>&1 ||
        fail "mkfs.ext4: $(cat "$dir/mkfs")"
}

# What dumpe2fs says of the image: said FIELD
said()
{
    sed -n "s/^$1: *//p" "$dir/said"
}

make_image "$image" "$uuid" old 16M
dumpe2fs -h "$image" >"$dir/said" 2>"$dir/err" || fail "dumpe2fs: $(cat "$dir/err")"
[ "$(said 'Filesystem UUID')" = "$uuid" ] || fail "mkfs.ext4 has given another UUID"
check real-disk-superblock "$image" "$(said 'Filesystem UUID')" "$(said 'Filesystem volume name')" \
    "$(said 'Block count')"

if have_virsh; then
    echo "-- virsh block-peek"
    cat >"$dir/node.xml" <<XML
<node><domain type='test'><name>with-disk</name><memory>65536</memory><os><type>hvm</type></os>
<devices><disk type='file' device='disk'><source file='$image'/><target dev='vda'/></disk></devices>
</domain></node>
XML
    tail -c +1025 "$image" | head -c 1024 >"$dir/super"
    uri=test://$dir/node.xml
    for disk in vda "$image"; do
        virsh_gives "$dir/super" -c "$uri" block-peek with-disk "$disk" 1024 1024 --raw
        virsh_gives "$image" -c "$uri" block-peek with-disk "$disk" 0 16M --raw
    done
    virsh -q -c "$uri" block-peek with-disk vda 1024 1024 --raw --output "$dir/peeked" ||
        fail "virsh block-peek --output"
    cmp "$dir/super" "$dir/peeked" || fail "virsh block-peek --output wrote other bytes"
    ! virsh -c "$uri" block-peek with-disk vda 16777215 2 --raw >"$dir/none" 2>&1 ||
        fail "virsh block-peek reads behind the end of the disk"
fi

make_image "$dir/new.img" "$new_uuid" new 8M
check real-disk-replaced "$image" "$dir/new.img" "$uuid" "$new_uuid"
