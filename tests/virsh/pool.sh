#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Storage pools: defined, built, started, listed, stopped, deleted, forgotten.
. "$(dirname "$0")/lib.sh"

works pool-list
is "Name                 State      Autostart 
-----------------------------------------
default-pool         active     no        
"
works -q pool-list --inactive
is_empty
works -q pool-info default-pool
has '^Name:           default-pool$'
has '^UUID:           [0-9a-f-]{36}$'
has '^State:          running$'
has '^Capacity:       [0-9]+\.[0-9]{2} [KMGT]?B?$'
has '^Allocation:     '
has '^Available:      '
works -q pool-info default-pool --bytes
has '^Capacity:       [0-9]+$'
works -q pool-uuid default-pool
uuid=$(cat "$dir/out")
works -q pool-name "$uuid"
is default-pool
works -q pool-info "$uuid"
refused pool-name default-pool
refused pool-uuid "$uuid"

define="pool-define-as mine dir --target '$dir/mine';"
works -q "$define pool-list --all"
has '^default-pool         active     no        $'
has '^mine                 inactive   no        $'
works -q "$define pool-info mine"
has '^State:          inactive$'
has_not Capacity
works -q "$define pool-build mine; pool-start mine; pool-autostart mine; pool-list --all"
has '^Pool mine defined$'
has '^Pool mine built$'
has '^Pool mine started$'
has '^Pool mine marked as autostarted$'
has '^mine                 active     yes       $'
[ -d "$dir/mine" ] || fail "the folder was not built"
works -q "$define pool-start mine; pool-refresh mine; pool-destroy mine; pool-delete mine;
    pool-undefine mine; pool-list --all --name"
has '^Pool mine refreshed$'
has '^Pool mine destroyed$'
has '^Pool mine deleted$'
has '^Pool mine has been undefined$'
has_not '^mine$'
[ ! -e "$dir/mine" ] || fail "the folder is still there"
works -q "$define pool-autostart mine; pool-autostart mine --disable"
has '^Pool mine unmarked as autostarted$'

# Documents
works -q pool-dumpxml default-pool
sed -e 's/default-pool/second/' -e '/<uuid>/d' "$dir/out" >"$dir/second.xml"
works -q "pool-define $dir/second.xml; pool-dumpxml second"
has "^Pool second defined from $dir/second.xml$"
has '<name>second</name>'
works -q "pool-create $dir/second.xml; pool-list --transient --name; pool-destroy second"
has "^Pool second created from $dir/second.xml$"
has '^second$'
mkdir "$dir/third"
works -q "pool-create-as third dir --target $dir/third; pool-list --details"
has '^Pool third created$'
has '^ third +running +no +no +[0-9]'
works -q pool-list --persistent --uuid --name
is "$uuid default-pool"
works -q pool-list --type dir,fs --name
is default-pool
works -q pool-list --type logical --name
is_empty
works -q pool-list --autostart --name
is_empty
refused pool-list --details --name

printf '#!/bin/sh\nsed -i "s/<mode>.*<.mode>/<mode>0755<\\/mode>/" "$1"\n' >"$dir/editor"
chmod +x "$dir/editor"
EDITOR="$dir/editor" works -q "$define pool-edit mine; pool-dumpxml mine"
has '^Pool mine XML configuration edited$'
has '<mode>0755</mode>'
EDITOR=true works -q pool-edit default-pool
is "Pool default-pool XML configuration not changed"

works -q find-storage-pool-sources-as netfs localhost
has '<sources'
printf "<source><host name='localhost'/></source>" >"$dir/spec.xml"
works -q find-storage-pool-sources netfs "$dir/spec.xml"
has '<sources'
refused find-storage-pool-sources nonsense

for command in build start refresh autostart destroy delete undefine info dumpxml edit; do
    refused "pool-$command" nobody
done
refused pool-start default-pool
refused pool-undefine default-pool
refused pool-delete default-pool
refused pool-define "$dir/spec.xml"
for command in build refresh autostart destroy delete undefine; do
    refused -r "pool-$command" default-pool
done
works -q complete "pool-info def"
is default-pool
works -q complete "pool-start "
is_empty
