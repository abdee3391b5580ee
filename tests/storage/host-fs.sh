#!/usr/bin/env bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# A file system on a loop device as a pool: built only where asked, mounted while it is up, and what is mounted
# elsewhere or in use is respected.
. "${srcdir:-tests}/virsh/lib.sh"
export VIRSH_DEFAULT_CONNECT_URI=test:///host
export VITRINE_CONFIG_DIR="$dir/config" VITRINE_STATE_DIR="$dir/run"

[ "$(id -u)" -eq 0 ] || skip "only root mounts"
for tool in losetup mkfs.ext4 blkid mount; do
    command -v "$tool" >/dev/null || skip "$tool is not installed"
done
truncate -s 64M "$dir/disk"
device=$(losetup -f --show "$dir/disk" 2>/dev/null) || skip "there are no loop devices here"
cleanup()
{
    umount "$dir/mnt" 2>/dev/null
    losetup -d "$device"
    rm -rf "$dir"
}
trap cleanup EXIT

cat >"$dir/pool.xml" <<X
<pool type='fs'><name>f</name>
<source><device path='$device'/><format type='ext4'/></source>
<target><path>$dir/mnt</path></target></pool>
X
works pool-define "$dir/pool.xml"
refused pool-start f                    # there is no folder
works pool-build f
refused pool-start f                    # there is no file system
refused pool-build f --overwrite --no-overwrite
works pool-build f --no-overwrite
refused pool-build f --no-overwrite     # there is one
works pool-build f --overwrite
works pool-start f
grep -q "^$device $dir/mnt ext4 .*nosuid,nodev,noexec" /proc/self/mounts || fail "it is not mounted"
works vol-create-as f v 1M
[ "$(stat -c %s "$dir/mnt/v")" -eq 1048576 ] || fail "the volume is not on the file system"
refused pool-build f --overwrite        # it is in use

# Somebody works there: it stays up.
exec 9<"$dir/mnt/v"
refused pool-destroy f
exec 9<&-
works pool-destroy f
grep -q " $dir/mnt " /proc/self/mounts && fail "it is still mounted"

# What is mounted already is the pool; nothing else may be there.
works pool-start f
works vol-info v f
umount "$dir/mnt"
refused vol-list f                      # what lies below is not the pool
works pool-destroy f
mount "$device" "$dir/mnt"
works pool-start f
works vol-delete v f
works pool-destroy f
mount -t tmpfs none "$dir/mnt"
refused pool-start f
umount "$dir/mnt"

# A process that knows nothing of the start.
works pool-start f
works pool-destroy f
works pool-delete f
[ ! -e "$dir/mnt" ] || fail "the folder is still there"
works pool-undefine f
