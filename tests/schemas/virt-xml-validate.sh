#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# virt-xml-validate: it finds the schema, and each way to end has its status.
set -u
top=${abs_top_srcdir:-$PWD} build=${abs_top_builddir:-$top}
documents=$top/tests/documents/domain
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
failed=0

# ends STATUS WORDS ARGUMENT...: the program ends so, and says the words.
ends()
{
    local want=$1 words=$2 got
    shift 2
    "$build/run" "$build/tools/virt-xml-validate" "$@" >"$dir/says" 2>&1
    got=$?
    [ "$got" = "$want" ] && grep -q -- "$words" "$dir/says" && return
    echo "FAILED: virt-xml-validate $* ends with $got and says:"
    cat "$dir/says"
    failed=1
}

ends 0 'uml.xml validates' "$documents/good/uml.xml"
ends 0 validates "$documents/good/uml.xml" domain
ends 0 validates - <"$documents/good/container.xml"
ends 0 Usage --help
ends 1 Usage
ends 1 Usage --wrong
ends 1 Usage a b c
ends 1 'no schema for <song>' - <<<'<song/>'
ends 1 "no schema 'song'" "$documents/good/uml.xml" song
ends 2 'No such file' "$dir/none.xml"
ends 2 'Is a directory' "$dir"
ends 3 'not well-formed' - <<<'<domain>'
ends 3 'line 4' "$documents/bad/memory-unit-unknown.xml"
ends 3 'line 27, in <address>' "$documents/bad/address-not-a-number.xml"
ends 3 'line 47, in <rng>' "$documents/bad/rng-backend-missing.xml"
ends 3 'no text' - < <(printf '<domain/>\0')
ends 3 . - <<<'<!DOCTYPE domain SYSTEM "file:///etc/passwd"><domain/>'
ends 2 'can be compared' - < <(printf '<domain>'; printf '<a/>%.0s' {1..9000}; printf '</domain>')
VITRINE_SCHEMAS=$dir ends 2 'cannot be read' "$documents/good/uml.xml"
exit $failed
