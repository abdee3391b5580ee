# shellcheck shell=bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# What the `run-all` of each lab shares: programs of a build are put together, run in one boot, and judged by marks in
# the output; the last lines are as automake's.  Sourced; $build is the folder of the build.
# A list of programs has a line for each: seconds that it may take, the program, its arguments.
# shellcheck disable=SC2154 # variables of those who source this
export LC_ALL=C
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
passed=0 failed=0 skipped=0

# result WORD PROGRAM WHY
result() {
    echo "$1: $2${3:+ ($3)}"
    case $1 in
    PASS) passed=$((passed + 1)) ;;
    SKIP) skipped=$((skipped + 1)) ;;
    *) failed=$((failed + 1)) ;;
    esac
}

totals() {
    printf '# PASS: %d\n# SKIP: %d\n# FAIL: %d\n' "$passed" "$skipped" "$failed"
    [ "$failed" = 0 ]
}

# put FROM TO: a file of the build into $work as it is installed, without libtool's script around it.
put() {
    local file=$build/$1
    [ ! -e "$(dirname "$file")/.libs/$(basename "$file")" ] ||
        file=$(dirname "$file")/.libs/$(basename "$file")
    install -D "$(readlink -f "$file")" "$work/$2"
}

# make_script LIST: for the machine: a mark before and behind the output of each program, and at the end what the
# kernel complains of.  The standard input is what goes before: it may define one, which runs a program, and
# more_complaints.
make_script() {
    cat <<'END'
export LD_LIBRARY_PATH=/lab/lib PATH=$PATH:/lab/bin
one() {
    timeout -k 10 "$@"
}
more_complaints() {
    :
}
END
    cat
    cat <<'END'
run() {
    seconds=$1
    shift
    echo "@@BEGIN $*"
    one "$seconds" "$@"
    echo "@@END $?"
}
complaints() {
    dmesg | grep -iE '\bBUG:|\bWARNING|\bOops|segfault|hung task|privcmd|page allocation'
    more_complaints
} >/tmp/complaints 2>&1
END
    sed 's/^/run /' <<<"$1"
    cat <<'END'
complaints
echo "@@BEGIN complaints"
cat /tmp/complaints
[ ! -s /tmp/complaints ]
echo "@@END $?"
END
}

# judge PROGRAM LOG: what the log of the boot says of it.
judge() {
    local status output
    output=$(awk -v begin="@@BEGIN $1" '$0 == begin {on = 1; next} /^@@END / && on {exit} on' "$2")
    status=$(awk -v begin="@@BEGIN $1" '$0 == begin {on = 1} /^@@END / && on {print $2; exit}' "$2")
    case $status in
    0) result PASS "$1" ;;
    77) result SKIP "$1" "$(sed -n 's/^SKIP: //p' <<<"$output")" ;;
    '') result FAIL "$1" "the lab ended before it" ;;
    124) result FAIL "$1" "out of time" ;;
    *) result FAIL "$1" "status $status" ;;
    esac
    [ -z "$output" ] || sed 's/^/    /' <<<"$output"
}

# boot_programs NAME LIST RUN...: runs the programs of LIST by $work/script with the command RUN, which is `run` of a
# lab and its options.
boot_programs() {
    local status program name=$1 list=$2 begun=$SECONDS
    shift 2
    "$@" -f "$work/script:/lab/script" sh /lab/script >"$work/log" 2>"$work/errors"
    status=$?
    while read -r _ program; do
        if [ $status = 253 ]; then
            result SKIP "$program" "$(tail -n 1 "$work/errors")"
        else
            judge "$program" "$work/log"
        fi
    done <<<"$list"
    if [ $status != 253 ]; then
        judge complaints "$work/log"
        [ $status = 0 ] || tail -n 20 "$work/errors"
    fi
    echo "boot $name: $((SECONDS - begun)) s"
}
