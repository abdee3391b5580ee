#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Definitions that must fit their schema, and those with paths relative to a folder.
. "$(dirname "$0")/lib.sh"

node "$dir/node.xml" guest "<disk type='file'><source file='$dir/a/disk.img'/><target dev='hda'/></disk>"
export VIRSH_DEFAULT_CONNECT_URI=test://$dir/node.xml

works -q dumpxml guest --relative-path "$dir"
has "<source file='a/disk.img'/>"
works -q dumpxml guest --relative-path "$dir/b"
has "<source file='$dir/a/disk.img'/>"
works -q dumpxml guest --relative-path "$dir/b" --outside
has "<source file='../a/disk.img'/>"
sed -e 's/guest/other/' -e '/<uuid>/d' "$dir/out" >"$dir/other.xml"
refused define "$dir/other.xml" --relative-path "$dir/b"
works -q "define $dir/other.xml --relative-path $dir/b --outside; domblklist other"
has " hda +$dir/a/disk.img\$"
works -q "cd $dir; define other.xml --relative-path x --outside; domblklist other"
has " hda +$dir/a/disk.img\$"
refused define "$dir/other.xml" --outside
refused dumpxml guest --outside
refused dumpxml guest --relative-path ""

domain "$dir/good.xml" good
works -q define "$dir/good.xml" --validate
works -q create "$dir/good.xml" --validate
sed 's/<vcpu>/<nonsense\/><vcpu>/' "$dir/good.xml" >"$dir/bad.xml"
works -q define "$dir/bad.xml"
refused define "$dir/bad.xml" --validate
refused create "$dir/bad.xml" --validate
refused define "$dir/good.xml" --validate --relative-path "$dir"
