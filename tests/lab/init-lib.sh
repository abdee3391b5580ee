# shellcheck shell=sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# What the first program of each lab's machine shares: how it begins, how the command of `run` is run, how it ends.
# The command's output alone goes to the second serial port, the end of it all to the fourth.  Sourced.
export PATH=/usr/bin:/usr/sbin HOME=/root
status=/dev/ttyS3

stage() {
    read -r up _ </proc/uptime
    echo "LAB-STAGE $up $*"
}

# finish STATUS WORDS: tells the host and powers off.
finish() {
    stage "end: $*"
    echo "$*" >$status
    sleep 0.1
    poweroff -f
    sleep 60
}

# load MODULE...
load() {
    for module; do
        modprobe "$module" || finish 250 "no module $module"
    done
}

# mount_all HOSTNAME
mount_all() {
    mount -t proc proc /proc
    mount -t sysfs sys /sys
    mount -t devtmpfs dev /dev
    mkdir -p /dev/pts /dev/shm
    mount -t devpts devpts /dev/pts
    mount -o remount,size=80% /
    mount -t tmpfs run /run
    mount -t tmpfs shm /dev/shm
    mkdir -p /run/lock
    ln -s /proc/self/fd /dev/fd
    hostname "$1"
    stty -F /dev/ttyS1 raw -echo 115200
    stty -F $status raw -echo 115200
    . /lab/settings
}

start_share() {
    [ -n "$LAB_SHARE" ] || return 0
    load virtio_pci 9pnet_virtio 9p
    mount -t 9p -o trans=virtio,version=9p2000.L,msize=262144 share "$LAB_SHARE" || finish 250 "no $LAB_SHARE"
}

# run_command: its status is $rc.
run_command() {
    stage "command"
    cd "${LAB_SHARE:-/tmp}" || finish 250 "no folder"
    sh /lab/command </dev/null >/dev/ttyS1 2>&1
    rc=$?
}
