# shellcheck shell=bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# What the `run` of each lab uses beside common.sh: its options, the archive with the command, the machine that is
# started and ended, and how that ended.  Sourced by a program whose comment on top is its help; it sets $images.
# shellcheck disable=SC2034,SC2154 # variables between this and those who source it
files=() environment=() share='' seconds=180 memory='' processors=1 kernel_words='' verbose='' times='' keep=''
work='' machine='' watcher=''
common_options=b:f:S:e:t:m:s:k:vTw:

cannot() {
    say "$*"
    exit 253
}

usage() {
    sed -n '3,/^set/{/^set/d;s/^# \{0,1\}//;p}' "$0" >&2
    exit 253
}

end_all() {
    [ -z "$machine" ] || kill "$machine" 2>/dev/null
    [ -z "$watcher" ] || kill "$watcher" 2>/dev/null
    [ -z "$work" ] || [ -n "$keep" ] || rm -rf "$work"
}

# common_option LETTER VALUE
common_option() {
    case $1 in
    b) images=$2 ;;
    f) files+=("$2") ;;
    S) share=$(readlink -e "$2") || cannot "there is no folder $2" ;;
    e) environment+=("$2") ;;
    t) seconds=$2 ;;
    m) memory=$2 ;;
    s) processors=$2 ;;
    k) kernel_words=$2 ;;
    v) verbose=1 ;;
    T) times=1 ;;
    w) keep=$2 ;;
    *) usage ;;
    esac
}

# begin_run: what there must be, and a folder $work that is gone afterwards.
begin_run() {
    command -v qemu-system-x86_64 >/dev/null || cannot "there is no qemu-system-x86_64 (package qemu-system-x86)"
    "$here/build" "$images" || exit 253 # it has said why
    trap end_all EXIT
    trap 'exit 130' INT TERM
    if [ -n "$keep" ]; then
        mkdir -p "$keep"
        work=$(cd "$keep" && pwd)
        rm -rf "$work"/{more,output,status}
    else
        work=$(mktemp -d)
    fi
    root=$work/more
    make_root "$root"
    mkdir "$root/lab"
}

put() {
    local from=${1%%:*} to=${1#*:} file
    [ "$to" != "$1" ] || to=/lab/$(basename "$from")
    if [ -d "$from" ]; then
        mkdir -p "$root$to"
        while read -r file; do
            put_file "$from/$file" "$to/${file#./}" || cannot "$from cannot be copied"
        done < <(cd "$from" && find . -type f)
    elif [ -e "$from" ]; then
        put_file "$from" "$to" || cannot "$from cannot be copied"
    else
        cannot "there is no file $from"
    fi
}

# The script that is the command; a file here is copied to /lab.
write_command() {
    local word
    for word in "${environment[@]+"${environment[@]}"}"; do
        printf 'export %q\n' "$word"
    done
    if [ -f "$1" ]; then
        put "$1"
        printf 'exec %q' "/lab/$(basename "$1")"
    else
        printf 'exec %q' "$1"
    fi
    shift
    [ $# = 0 ] || printf ' %q' "$@"
    echo
}

# make_archive SETTINGS COMMAND...: $work/more.cpio, to be unpacked over the lab's own: files, the command,
# settings for init.  What is copied may be linked with a library that is copied as well.
make_archive() {
    local file from
    for file in "${files[@]+"${files[@]}"}"; do
        from=$(readlink -f "${file%%:*}")
        [ -d "$from" ] || from=$(dirname "$from")
        given=${given:+$given:}$from
    done
    for file in "${files[@]+"${files[@]}"}"; do
        put "$file"
    done
    printf '%s\nLAB_SHARE=%s\n' "$1" "${share:+/share}" >"$root/lab/settings"
    shift
    write_command "$@" >"$root/lab/command"
    pack "$work/more.cpio"
}

# Words for the kernel: the shortest way up, and nothing that emulation makes slow without use here (microcode,
# scrubbing of memory, protection from side channels, self-tests).
common_kernel="rdinit=/init quiet loglevel=4 panic=1 rodata=off swiotlb=2048 cryptomgr.notests=1 tsc=reliable"
common_kernel+=" nokaslr mitigations=off audit=0 apparmor=0 random.trust_cpu=on max_loop=0 no_timer_check"

# boot_machine QEMU-ARGUMENT...: returns when it has ended, the way of which is in $ended.  The first serial port is
# the console.  QEMU makes its output not block, which is no business of whoever reads ours: hence cat.
boot_machine() {
    local reader shared=()
    [ -z "$share" ] || shared=(-fsdev "local,id=share,path=$share,security_model=none,multidevs=remap"
        -device "virtio-9p-pci,fsdev=share,mount_tag=share")
    mkfifo "$work/output"
    cat "$work/output" &
    reader=$!
    timeout --foreground -k 5 "$seconds" qemu-system-x86_64 -smp "$processors" -m "$memory" -display none \
        -vga none -monitor none -nodefaults -no-user-config -no-reboot -serial "file:$work/console.log" \
        -serial stdio -chardev "file,id=status,path=$work/status" -device isa-serial,index=3,chardev=status \
        ${shared[@]+"${shared[@]}"} "$@" </dev/null >"$work/output" 2>"$work/qemu.log" &
    machine=$!
    if [ -n "$verbose" ]; then
        tail -F "$work/console.log" >&2 2>/dev/null &
        watcher=$!
    fi
    wait "$machine"
    ended=$?
    machine=
    wait "$reader"
    [ -z "$times" ] || grep -ao 'LAB-STAGE.*' "$work/console.log" >&2
}

# Tells why there is no result, with the last that was seen.
explain() {
    say "$1"
    tail -n 60 "$work/console.log" "$work/qemu.log" >&2
    [ -z "$keep" ] || say "the logs are in $work"
}

# finish_run: ends the program with the status of the command.
finish_run() {
    local status words
    read -r status words < <(tr -d '\r' <"$work/status" 2>/dev/null)
    if [ "$ended" = 124 ]; then
        explain "not done after $seconds seconds"
        exit 124
    elif [ -z "${status:-}" ]; then
        explain "the machine ended by itself"
        exit 125
    fi
    [ -z "$words" ] || explain "$words"
    exit "$status"
}
