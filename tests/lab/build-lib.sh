# shellcheck shell=bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# What the `build` of each lab uses beside common.sh: Debian's kernel and busybox, and a folder of images that is
# made anew only when something that goes in has changed.  Sourced; fills $root, $kernel, $busybox.
# shellcheck disable=SC2034,SC2154 # variables between this and those who source it

fail() {
    say "$*"
    exit 1
}

need() {
    local file
    for file; do
        [ -e "$file" ] || fail "there is no $file; see the list of packages in $here/build"
    done
}

# find_kernel MODULE: the newest kernel that has it.  Kernels made for clouds have few.
find_kernel() {
    local version
    kernel=$(for version in /lib/modules/*; do
        version=${version##*/}
        [ ! -e "/boot/vmlinuz-$version" ] || [ ! -e "/lib/modules/$version/kernel/$1" ] || echo "$version"
    done | sort -V | tail -n 1)
    [ -n "$kernel" ] || fail "there is no kernel with $(basename "$1") in /boot and /lib/modules"
    image=/boot/vmlinuz-$kernel
}

find_busybox() {
    busybox=$(command -v busybox) || fail "there is no busybox; see the list of packages in $here/build"
}

# install_program FILE [DESTINATION]: into the folder $root, with the libraries that it is linked with.
install_program() {
    put_file "$1" "${2:-${1#"$unpacked"}}" || fail "cannot put $1 into the machine"
}

# install_busybox: as whatever is not there yet.
install_busybox() {
    local applet
    cp "$busybox" "$root/bin/busybox"
    for applet in $("$busybox" --list); do
        [ -e "$root/bin/$applet" ] || [ -e "$root/sbin/$applet" ] || ln -s busybox "$root/bin/$applet"
    done
}

# install_module NAME...: kernel modules and those that they need.
install_module() {
    local file
    modprobe -a -d / -S "$kernel" --show-depends "$@" | awk '$1 == "insmod" {print $2}' | sort -u |
        while read -r file; do
            file=$(readlink -f "$file")
            install -D -m644 "$file" "$root/lib/modules/$kernel/${file#*/modules/"$kernel"/}"
        done
    cp /lib/modules/"$kernel"/modules.{order,builtin,builtin.modinfo} "$root/lib/modules/$kernel/"
    depmod -b "$root" "$kernel"
}

# make_machine: root, and folders of any machine.
make_machine() {
    make_root "$root"
    mkdir -p "$root"/{proc,sys,dev,run,tmp,etc,lab,root,share,mnt} "$root"/var/{lib,log,lock,tmp}
    ln -s /run "$root/var/run"
    echo 'root:x:0:0:root:/root:/bin/sh' >"$root/etc/passwd"
    echo 'root:x:0:' >"$root/etc/group"
    cp "$lab_folder/init-lib.sh" "$root/lab/"
    # Opened by name when a thread ends.
    put_file /lib/x86_64-linux-gnu/libgcc_s.so.1 /lib/x86_64-linux-gnu/libgcc_s.so.1
}

# begin_images FOLDER INPUTS: one builder at a time; ends the program when INPUTS, a function that prints all that
# goes in, says the same as when the images were made.  Then $work is a folder to make them in.
begin_images() {
    mkdir -p "$1"
    folder=$(cd "$1" && pwd)
    exec 9>"$folder/lock"
    flock 9
    stamp=$("$2" | sha256sum)
    [ "$stamp" != "$(cat "$folder/stamp" 2>/dev/null)" ] || exit 0
    work=$(mktemp -d "$folder/work.XXXXXX")
    trap 'rm -rf "$work"' EXIT
    rm -f "$folder/stamp"
}

# end_images FILE...: of $work, which become those of the folder.
end_images() {
    (cd "$work" && mv "$@" "$folder/")
    echo "$stamp" >"$folder/stamp"
}

# sums FILE|FOLDER...: of what is ours: what it says.
sums() {
    find "$@" -type f ! -name README.md ! -name run ! -name run-all ! -name 'selftest*' -print0 | sort -z |
        xargs -0 sha256sum
}

# stats FILE...: of what is installed: size and time.
stats() {
    stat -L -c '%n %s %Y' "$@"
}
