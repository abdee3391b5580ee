#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# What the library exports is what api/golden lists, each name under the version that brought it,
# and nothing else; its name and what it needs are as programs expect.
set -eu
golden=${top_srcdir:-.}/api/golden lib=${top_builddir:-.}/.libs/libvirt.so.0
command -v readelf >/dev/null || { echo "SKIP: readelf is not here"; exit 77; }
[ -e "$lib" ] || { echo "there is no $lib: build first"; exit 1; }
# A sanitizer adds names and libraries of its own.
if readelf -d "$lib" | grep -qE 'lib(a|t|ub)san' || readelf -sW --dyn-syms "$lib" | grep -qE '__(a|t)san_'; then
    echo "SKIP: the library is built with a sanitizer"
    exit 77
fi
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
failed=0

# Public ones only: slots of the protocol have names that do not begin with vir.
awk '$1 ~ /^vir/ { print $1 "@@" ($2 ~ /^[0-9]/ ? "LIBVIRT_" : "") $2 }' "$golden" | LC_ALL=C sort >"$dir/want"
readelf -W --dyn-syms "$lib" |
    awk '$7 != "UND" && ($5 == "GLOBAL" || $5 == "WEAK") && $8 !~ /^(LIBVIRT|VITRINE)_[0-9.]+(@|$)/ { print $8 }' |
    LC_ALL=C sort >"$dir/got"
if ! diff -u "$dir/want" "$dir/got"; then
    echo "FAILED: the exported names are not those of $golden"
    failed=1
fi
# 161 of level 0.6.1, and what is there of later releases.
n=$(awk -F '@@LIBVIRT_' 'NF == 2 { split($2, v, "."); n += v[1] * 1000000 + v[2] * 1000 + v[3] <= 6001 } END { print n }' "$dir/got")
[ "$n" = 161 ] || { echo "FAILED: $n names of level 0.6.1 are exported, not 161"; failed=1; }
# Each has its type written down.
for name in $(cut -d@ -f1 "$dir/got"); do
    grep -q "^TYPE($name," "${top_srcdir:-.}/tests/headers/prototypes.c" ||
        grep -q "^_Static_assert.*$name" "${top_srcdir:-.}/tests/headers/prototypes.c" ||
        { echo "FAILED: tests/headers/prototypes.c lacks $name"; failed=1; }
done

soname=$(readelf -d "$lib" | sed -n 's/.*SONAME.*\[\(.*\)\]/\1/p')
[ "$soname" = libvirt.so.0 ] || { echo "FAILED: the name is '$soname'"; failed=1; }

for need in $(readelf -d "$lib" | sed -n 's/.*NEEDED.*\[\(.*\)\]/\1/p'); do
    case $need in
    libxml2.so.* | libmnl.so.* | libudev.so.* | libc.so.* | libpthread.so.* | libm.so.* | libdl.so.* | librt.so.* | libgcc_s.so.* | ld-linux*) ;;
    *) echo "FAILED: it needs $need"; failed=1 ;;
    esac
done
if readelf -d "$lib" | grep -E 'RPATH|RUNPATH|TEXTREL'; then
    echo "FAILED: it has a path or text relocations built in"
    failed=1
fi
if readelf -lW "$lib" | grep -E 'GNU_STACK.*RWE'; then
    echo "FAILED: its stack is executable"
    failed=1
fi
exit $failed
