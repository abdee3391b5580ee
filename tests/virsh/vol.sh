#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Volumes: created, found by name, key and path, listed, copied, deleted.
. "$(dirname "$0")/lib.sh"

pool="pool-create-as mine dir --target '$dir/mine';"
mkdir "$dir/mine" "$dir/other"
path=$dir/mine/one.img

works -q "$pool vol-create-as mine one.img 1M --format raw; vol-list mine"
has '^Vol one.img created$'
has "^one.img              $path *\$"
[ "$(stat -c %s "$path")" -eq 1048576 ] || fail "the file has not 1 MiB"
works "$pool vol-list mine"
has '^Name                 Path  *$'
has '^-{41}$'
works -q "$pool vol-list mine --details"
has "^ one.img +$path +file +1.00 MiB +1.00 MiB\$"
works -q "$pool vol-info one.img --pool mine; vol-info --bytes $path"
has '^Name:           one.img$'
has '^Type:           file$'
has '^Capacity:       1.00 MB$'
has '^Capacity:       1048576$'
has '^Allocation:     1'

# By name in its pool, by key, by path; the pool by name or UUID, and as the second word
for how in "one.img --pool mine" "--pool mine one.img" "one.img mine" "$path" "$path --pool mine"; do
    works -q "$pool vol-path $how"
    is "Pool mine created
$path"
    works -q "$pool vol-key $how"
    is "Pool mine created
$path"
done
works -q "$pool vol-name $path; vol-pool $path"
has '^one.img$'
has '^mine$'
works -q "$pool vol-pool $path --uuid; pool-uuid mine"
[ "$(sed -n 2p "$dir/out")" = "$(sed -n 3p "$dir/out")" ] || fail "vol-pool --uuid"
refused "$pool vol-path one.img"
refused "$pool vol-path $path --pool default-pool"
refused "$pool vol-path one.img --pool nobody"
refused "$pool vol-path none.img --pool mine"
error_has "has no volume 'none.img'"
refused "$pool pool-destroy mine; pool-define-as off dir --target $dir/other; vol-path one.img --pool off"
error_has 'it is inactive'

# Documents, names that need care, backing volumes
works -q "$pool vol-create-as mine 'a&b <c>' 4096 --allocation 0; vol-list mine"
has "^a&b <c> +$dir/mine/a&b <c> *\$"
works -q "$pool vol-dumpxml $path"
sed 1d "$dir/out" | sed 's/one.img/two.img/' >"$dir/two.xml"
works -q "$pool vol-create mine $dir/two.xml; vol-list mine"
has "^Vol two.img created from $dir/two.xml$"
has "^two.img "
works -q "$pool vol-create-as mine top.img 1G --print-xml --backing-vol one.img --backing-vol-format raw"
has '<capacity>1073741824</capacity>'
has_not '<allocation>'
has "<path>$path</path>"
refused "$pool vol-create-as mine top.img 1G --backing-vol-format raw"
refused "$pool vol-create-as mine top.img 1X"
refused "$pool vol-create-as mine one.img 1M"
refused vol-create-as nobody x 1M

# Copies
printf 'contents' | dd of="$path" conv=notrunc 2>"$dir/err"
works -q "$pool vol-clone one.img 'copy & more' mine"
has '^Vol copy & more created from one.img$'
cmp -s "$path" "$dir/mine/copy & more" || fail "the copy is another"
sed 's/two.img/three.img/' "$dir/two.xml" >"$dir/three.xml"
works -q "$pool pool-create-as other dir --target '$dir/other';
    vol-create-from other $dir/three.xml one.img --inputpool mine"
has '^Vol three.img created from one.img$'
cmp -s "$path" "$dir/other/three.img" || fail "the copy in another pool is another"
refused "$pool vol-clone one.img one.img mine"
refused "$pool vol-clone none.img copy mine"

works -q "vol-create-as default-pool 'a volume' 1M; complete 'vol-info --pool=default-pool a'"
has '^a volume$'
works -q "vol-create-as default-pool 'a volume' 1M; complete 'vol-info /default-pool/'"
has '^/default-pool/a volume$'
refused -r vol-create-as default-pool x 1M
works -q "$pool vol-delete --pool mine two.img; vol-delete $path; vol-list mine"
has '^Vol two.img deleted$'
has "^Vol $path deleted\$"
has_not '^(one|two).img'
[ ! -e "$path" ] || fail "the file is still there"
refused vol-list nobody
refused vol-delete none.img --pool default-pool
