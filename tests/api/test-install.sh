#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# What `make install` puts in place is enough to build a program with pkg-config, and to run it.
set -eu
command -v pkg-config >/dev/null || { echo "SKIP: pkg-config is not here"; exit 77; }
build=${abs_top_builddir:-$(cd "${top_builddir:-.}" && pwd)}
# A sanitized library leaves the sanitizer to a program that is built with it, too.
if grep -q '^VT_LDFLAGS = *-fsanitize' "$build/Makefile"; then
    echo "SKIP: the library is built with a sanitizer"
    exit 77
fi
src=${abs_top_srcdir:-$(cd "${top_srcdir:-.}" && pwd)}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
root=$dir/root

fail()
{
    echo "FAILED: $*"
    exit 1
}

# A make of its own: nothing of the one that runs the tests.
env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL make -C "$build" --no-print-directory install \
    DESTDIR="$root" >"$dir/log" 2>&1 || { tail -20 "$dir/log"; fail "make install"; }

pc=$(find "$root" -name libvirt.pc)
[ -n "$pc" ] || fail "there is no libvirt.pc"
export PKG_CONFIG_LIBDIR PKG_CONFIG_SYSROOT_DIR=$root
PKG_CONFIG_LIBDIR=$(dirname "$pc")
pkg-config --exists libvirt || fail "pkg-config does not find libvirt"
[ "$(pkg-config --modversion libvirt)" = 0.6.1 ] || fail "the version is $(pkg-config --modversion libvirt)"

cat >"$dir/client.c" <<'END'
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>
#include <stdio.h>

int main(void)
{
    virConnectPtr conn = virConnectOpen("test:///default");
    virDomainPtr dom;

    if (conn == NULL || (dom = virDomainLookupByID(conn, 1)) == NULL)
        return 1;
    puts(virDomainGetName(dom));
    virDomainFree(dom);
    return virConnectClose(conn);
}
END
sanitize=
readelf -d "$build/.libs/libvirt.so.0" | grep -q libasan && sanitize=-fsanitize=address,undefined
# pkg-config gives several words.
# shellcheck disable=SC2046,SC2086
${CC:-cc} $sanitize -Wall -Werror $(pkg-config --cflags libvirt) "$dir/client.c" \
    $(pkg-config --libs libvirt) -o "$dir/client" || fail "the client does not build"
lib=$(dirname "$(find "$root" -name libvirt.so.0)")
[ "$(LD_LIBRARY_PATH=$lib "$dir/client")" = test ] || fail "the client does not run"
virsh=$(find "$root" -name virsh -type f)
[ -n "$virsh" ] || fail "virsh is not installed"
LD_LIBRARY_PATH=$lib "$virsh" -c test:///default list >"$dir/list" || fail "the installed virsh does not run"
grep -q ' test ' "$dir/list" || fail "the installed virsh lists nothing"
# The schemas are in both their places, each with all its parts.
for place in libvirt/schemas lib/xml/rng/libvirt; do
    schema=$(find "$root" -path "*/$place/domain.rng")
    [ -n "$schema" ] || fail "there is no domain.rng in $place"
    for part in "$src"/schemas/*.rng; do
        cmp -s "$part" "$(dirname "$schema")/${part##*/}" || fail "${part##*/} is not in $place"
    done
    if command -v xmllint >/dev/null; then
        LD_LIBRARY_PATH=$lib "$virsh" -c test:///default dumpxml test >"$dir/test.xml"
        xmllint --nonet --noout --relaxng "$schema" "$dir/test.xml" || fail "$schema does not do"
    fi
done
# Nothing of the build stays in what is installed; debug information in programs may name it.
if grep -rIl --exclude='*.la' "$build" "$root"; then
    fail "these name the folder of the build"
fi
if readelf -d "$virsh" "$lib/libvirt.so.0" | grep -E 'RPATH|RUNPATH' | grep "$build"; then
    fail "these look for libraries in the folder of the build"
fi
exit 0
