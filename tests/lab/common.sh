# shellcheck shell=bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# What `build` and `run` of the labs share: how files get into what a machine boots.  Sourced; $lab is the name
# of the lab in messages.  A root is arranged as Debian's, /bin is usr/bin and so on, so that an archive can be
# unpacked over another.
# shellcheck disable=SC2034 # variables for those who source this
export LC_ALL=C
unpacked='' # a folder whose programs and libraries go before those of the host
given=''    # folders of libraries that go before all, with a colon between
base=''     # another root, if any, whose libraries need not be taken again

say() {
    echo "$lab: $*" >&2
}

# make_root FOLDER
make_root() {
    local name
    mkdir -p "$1"/usr/{bin,sbin,lib,lib64}
    for name in bin sbin lib lib64; do
        [ -e "$1/$name" ] || ln -s "usr/$name" "$1/$name"
    done
}

is_elf() {
    [ "$(head -c4 "$1" | tr -d '\0')" = $'\177ELF' ]
}

# copy FILE TO: into the folder $root, without what only debuggers read.
copy() {
    install -D -m755 "$1" "$root$2" || return
    ! is_elf "$1" || strip -g "$root$2" 2>/dev/null || true
}

# libraries FILE: those that it is linked with; one that is not there is an error.
libraries() {
    local found
    found=$(LD_LIBRARY_PATH=$given${unpacked:+:$unpacked/usr/lib/x86_64-linux-gnu:$unpacked/lib/x86_64-linux-gnu} \
        ldd "$1" 2>/dev/null) || return 0 # static
    awk -v file="$1" '/not found/ {print "there is no " $1 " for " file >"/dev/stderr"; bad = 1}
        /=> \// {print $3} /^\t\/lib/ {print $1} END {exit bad}' <<<"$found"
}

# put_file FILE TO: a file or program, with its libraries.
put_file() {
    local library found to
    copy "$1" "$2" || return
    is_elf "$1" || return 0
    found=$(libraries "$1") || return
    for library in $found; do
        [[ :$given: != *:$(dirname "$library"):* ]] || continue
        to=${library#"$unpacked"}
        [ -e "$root$to" ] || { [ -n "$base" ] && [ -e "$base$to" ]; } || copy "$library" "$to" || return
    done
}

# pack OUTPUT: an archive of $root, as the kernel unpacks.
pack() {
    (cd "$root" && find . | sort | cpio -o -H newc --quiet) >"$1"
}
