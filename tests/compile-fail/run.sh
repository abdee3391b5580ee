#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# clang's check of locks finds what is planted here: every program but right.c must fail, with a
# complaint of -Wthread-safety and nothing else.  Skips where there is no clang.
#
# That a lock is given back cannot be forgotten, so there is no program for it: locks are only
# taken by scope, and the scope gives them back.
set -u
top=${top_srcdir:-.} build=${top_builddir:-.}
here=$top/tests/compile-fail
clang=
for c in ${CC:-} clang clang-19 clang-18 clang-17 clang-16 clang-15 clang-14; do
    if "$c" -dM -E -x c /dev/null 2>/dev/null | grep -q __clang__; then
        clang=$c
        break
    fi
done
[ -n "$clang" ] || { echo "SKIP: there is no clang here"; exit 77; }
[ -f "$build/config.h" ] || { echo "there is no $build/config.h: configure first"; exit 1; }

compile()
{
    "$clang" -std=gnu11 -fsyntax-only -Wall -Wextra -Wthread-safety -Werror -I"$build" \
        -I"$top/src" -I"$top/include" -I"$here" "$1" 2>&1
}

failed=0 n=0
out=$(compile "$here/right.c") || { echo "$out"; echo "FAILED: right.c does not compile"; failed=1; }
for program in "$here"/*.c; do
    name=${program##*/}
    [ "$name" = right.c ] && continue
    n=$((n + 1))
    if out=$(compile "$program"); then
        echo "FAILED: $name compiles"
        failed=1
    elif ! grep -q 'Wthread-safety' <<<"$out" || grep 'error:' <<<"$out" | grep -qv 'Wthread-safety'; then
        echo "$out"
        echo "FAILED: $name fails for another reason"
        failed=1
    fi
done
[ "$n" -ge 5 ] || { echo "FAILED: only $n programs were found"; failed=1; }
[ $failed = 0 ] && echo "$n faults are found by $clang"
exit $failed
