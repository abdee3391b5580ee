#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Quotes, backslashes and ';' on the command line, in command strings and in scripts.
. "$(dirname "$0")/lib.sh"

domain "$dir/a b.xml" "my domain"
domain "$dir/odd;name.xml" 'it"s'

# Arguments are taken as they are.
works define "$dir/a b.xml"
has '^Domain my domain defined from .*/a b\.xml$'
works define "$dir/odd;name.xml"
works define --file="$dir/a b.xml"
works define -- "$dir/a b.xml"

# A command string is split.
works "uri; domid test"
is "test:///default

1
"
works -q uri \; domid test
is "test:///default
1"
works -q "define '$dir/a b.xml'; domid \"my domain\"; domid 'my domain'; domid my\\ domain"
is "Domain my domain defined from $dir/a b.xml
-
-
-"
works -q "define \"$dir/odd;name.xml\"; domid 'it\"s'; domid \"it\\\"s\"; domid it\\\"s"
is "Domain it\"s defined from $dir/odd;name.xml
-
-
-"
works -q "; ; uri ;;"
is "test:///default"

# What is not closed is refused, and nothing is run.
for text in 'uri; domid "test' "uri; domid 'test" 'uri; domid test\'; do
    refused "$text"
    [ ! -s "$dir/out" ] || fail "a part of '$text' was run"
done
