#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Each public header compiles when it alone is included, as C and as C++, without a warning.
# Takes CC, CXX and top_srcdir from the environment; exits 0, or 1 after naming what failed.

top=${top_srcdir:-.}
failed=0

# compile COMPILER LANGUAGE OPTIONS HEADER (a compiler may be several words)
compile() {
    printf '#include <libvirt/%s>\n' "$4" |
        $1 -x "$2" $3 -Wall -Wextra -Werror -fsyntax-only -I"$top/include" - ||
        { echo "FAILED: $4 as $2 ($1 $3)"; failed=1; }
}

count=0
for path in "$top"/include/libvirt/*.h; do
    [ -f "$path" ] || { echo "no headers in $top/include/libvirt"; exit 1; }
    header=${path##*/}
    compile "${CC:-cc}" c "-std=c99 -pedantic" "$header"
    compile "${CC:-cc}" c "-std=gnu89" "$header"
    compile "${CC:-cc}" c "-std=gnu11" "$header"
    compile "${CXX:-c++}" c++ "-std=gnu++98" "$header"
    compile "${CXX:-c++}" c++ "" "$header"
    count=$((count + 1))
done
[ $failed = 0 ] && echo "$count headers compile alone"
exit $failed
