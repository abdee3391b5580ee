#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# The documents keep their word: their examples work, their links lead somewhere, their lines fit a
# screen, and the files, targets and options that README.md, ARCHITECTURE.md and HACKING.md name
# are there.
#
# Fenced blocks are tested by the words behind their fence: "c program" is compiled and must end
# with 0, "xml domain" is defined, "xml node" opened, "sh run" run in the build folder.
# Takes CC, top_srcdir and top_builddir from the environment.  "-l" only lists the blocks.
set -u
export LC_ALL=C.UTF-8
unset LIBVIRT_DEFAULT_URI VIRSH_DEFAULT_CONNECT_URI VIRSH_DEBUG
here=$(cd "$(dirname "$0")" && pwd) || exit 1
source=$(cd "${top_srcdir:-$here/../..}" && pwd) || exit 1
build=$(cd "${top_builddir:-.}" && pwd) || exit 1
cd "$source" || exit 1
guides=(README.md ARCHITECTURE.md HACKING.md)
documents=("${guides[@]}" docs/*.md docs/drivers/*.md)
dir=$(mktemp -d "${TMPDIR:-/tmp}/doc-examples.XXXXXX") || exit 1
trap 'rm -rf "$dir"' EXIT
failed=0

bad()
{
    echo "FAIL: $*" >&2
    failed=1
}

# Each tested block in a file of its own, $dir/block-N, and the list of them: N, kind, place.
extract()
{
    awk -v dir="$dir" '
        /^```/ && inside { inside = 0; close(file); next }
        /^```/ {
            inside = 1
            kind = substr($0, 4)
            file = "/dev/null"
            if (kind ~ /^(c program|xml domain|xml node|sh run)$/) {
                file = dir "/block-" ++n
                sub(" ", "-", kind)
                print n, kind, FILENAME ":" FNR + 1
            }
            next
        }
        inside { print >file }
        FNR == 1 { inside = 0 }' "$@"
}

# Runs a command with its output in $dir/out, which is shown when it fails.
try()
{
    local place=$1
    shift
    "$@" >"$dir/out" 2>&1 </dev/null && return
    bad "$place: status $? from: $*"
    sed 's/^/  /' "$dir/out" >&2
    return 1
}

virsh()
{
    "$build/run" "$build/tools/virsh/virsh" "$@"
}

# The flags of a sanitized build: its library needs them in the program, too.
sanitizers=$(sed -n 's/^VT_LDFLAGS = *//p' "$build/Makefile")

c_program()
{
    cp "$1" "$1.c"
    # shellcheck disable=SC2086
    try "$2" ${CC:-cc} -std=gnu11 -Wall -Wextra -Werror -pthread $sanitizers -I"$source/include" \
        "$1.c" -o "$1.exe" -L"$build/.libs" -lvirt || return
    (cd "$dir" && try "$2" "$build/run" "$1.exe")
}

sh_run()
{
    cd "$build" && try "$1" bash -eu "$2"
}

run_block()
{
    local file=$dir/block-$1
    echo "-- $3 ($2)"
    case $2 in
    c-program) c_program "$file" "$3" ;;
    xml-domain) try "$3" virsh -c test:///default define "$file" ;;
    xml-node) try "$3" virsh -c "test://$file" list --all ;;
    sh-run) (sh_run "$3" "$file") ;;
    esac || failed=1
}

# What a document says in `code`, or in lines that are indented by four blanks: one piece a line.
pieces()
{
    awk '/^```/ { fence = !fence; next }
        fence { next }
        /^    / { sub(/^ +/, ""); print; next }
        { n = split($0, part, "`"); for (i = 2; i <= n; i += 2) print part[i] }' "$1"
}

is_target()
{
    grep -Eq "^([^#=:	 ][^#=:	]* )?$1( [^=:]*)?:([^=]|\$)" "$build/Makefile"
}

# A file is in the source folder, or made in the build folder.  Words in capitals stand for others.
check_file()
{
    case $2 in
    *[*\<]* | /* | ../* | build-[a-z]*/ | build/*) return ;;
    esac
    [ -e "$source/$2" ] || [ -e "$build/$2" ] || is_target "$2" || bad "$1 names $2: it is not there"
}

# Lines fit a screen; rows of tables cannot be broken.
check_width()
{
    local place
    while read -r place; do
        bad "$place is longer than 120 columns"
    done < <(awk 'length > 120 && !/^\|/ { print FILENAME ":" FNR }' "$1")
}

# The first words of a command that a reader is to type.
check_command()
{
    local document=$1
    # shellcheck disable=SC2086
    set -- $2
    case $1 in
    make) [ $# -eq 1 ] || case $2 in
        -* | install) ;;
        *) is_target "$2" || bad "$document names 'make $2': there is no such target" ;;
        esac ;;
    ./quickstart) grep -Eq "(^|[| ])$2( \\||\\))" "$source/quickstart" ||
        bad "$document names '$1 $2': quickstart does not know it" ;;
    ./run) [ -e "$build/run" ] || bad "$document names $1: it is not there" ;;
    ./*) [ -e "$source/$1" ] || [ -e "$build/$1" ] || bad "$document names $1: it is not there" ;;
    esac
}

check_names()
{
    local document=$1 piece word
    pieces "$source/$document" >"$dir/pieces"
    while read -r piece; do
        check_command "$document" "$piece"
        for word in $piece; do
            word=${word%%[,;:)]}
            case $word in
            --enable-* | --with-*) "$source/configure" --help | grep -q -- "$word" ||
                bad "$document names $word: configure does not know it" ;;
            -* | *[A-Z]*_* | *=* | *://* | *\(* | [A-Z]*/* | ./* | \"* | *\'*) ;;
            */* | *.md | *.am | *.ac | *.api) check_file "$document" "$word" ;;
            esac
        done
    done <"$dir/pieces"
}

check_links()
{
    local document=$1 word
    grep -o '](\([^)#]*\))' "$source/$document" | sed 's/^](//; s/)$//' >"$dir/links"
    while read -r word; do
        case $word in *://*) continue ;; esac
        (cd "$source/$(dirname "$document")" && [ -e "$word" ]) || bad "$document links to $word"
    done <"$dir/links"
}

extract "${documents[@]}" >"$dir/blocks" || exit 1
[ "${1:-}" != -l ] || { cat "$dir/blocks"; exit 0; }
[ -x "$build/tools/virsh/virsh" ] || { echo "SKIP: there is no virsh in $build"; exit 77; }
[ "$(wc -l <"$dir/blocks")" -ge 6 ] || bad "there are too few examples: $(cat "$dir/blocks")"
while read -r n kind place <&3; do
    run_block "$n" "$kind" "$place"
done 3<"$dir/blocks"
for document in "${guides[@]}"; do
    check_names "$document"
done
for document in "${documents[@]}"; do
    check_links "$document"
    check_width "$document"
done
exit $failed
