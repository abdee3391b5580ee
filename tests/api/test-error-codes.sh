#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Every code that the library raises has a sentence of its own.
set -eu
src=${top_srcdir:-.}/src
codes=$(grep -rhoE 'VIR_ERR_[A-Z0-9_]*[A-Z0-9]\b' "$src" --include='*.c' | sort -u)
[ "$(echo "$codes" | wc -l)" -gt 20 ] || { echo "there are hardly any codes in $src"; exit 1; }
failed=0
for code in $codes; do
    case $code in VIR_ERR_ERROR | VIR_ERR_WARNING | VIR_ERR_NONE) continue ;; esac # levels
    grep -q "\[$code\]" "$src/obj/error_text.c" || { echo "FAILED: no sentence for $code"; failed=1; }
done
exit $failed
