#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Tools that fail, say nonsense or hang: pools of volume groups say so, and other pools go on.  The tools are fakes in
# front of the path; nothing of the host is touched.
. "${srcdir:-$(dirname "$0")/..}/virsh/lib.sh"
export VITRINE_CONFIG_DIR=$dir/config VITRINE_STATE_DIR=$dir/state VITRINE_DATA_DIR=$dir/data
export VIRSH_DEFAULT_CONNECT_URI=test:///host PATH=$dir/bin:$PATH
mkdir "$dir/bin" "$dir/files"

# fake TOOL, its script is the standard input
fake()
{
    {
        echo '#!/bin/sh'
        cat
    } >"$dir/bin/$1"
    chmod 755 "$dir/bin/$1"
}

pool()
{
    echo "<pool type='logical'><name>$1</name><source><name>$2</name></source>" \
        "<target><path>/dev/$2</path></target></pool>" >"$dir/$1.xml"
    works pool-define "$dir/$1.xml"
}

pool fails group
fake vgs <<'END'
echo "the lock is held by somebody" >&2
exit 5
END
refused pool-start fails
error_has 'the lock is held by somebody'
error_has 'status 5'

fake vgs <<'END'
echo '  group 1 2 3'
END
refused pool-start fails
error_has 'vgs'

fake vgs <<'END'
exit 0
END
refused pool-start fails
error_has "no volume group 'group'"
refused find-storage-pool-sources scsi

# A group that is there; its volumes cannot be told.
fake vgs <<'END'
printf '  group\0371000\037500\0374\n'
END
fake lvs <<'END'
i=0
while [ $i -lt 70000 ]; do
    printf '%0200d\n%0200d\n' $i $i || exit 0
    i=$((i + 1))
done
END
refused pool-start fails
works pool-info fails
has 'State: +inactive'

printf '<pool type="logical"><name>odd</name><source><name>-v</name></source><target><path>/dev/v</path></target></pool>' \
    >"$dir/odd.xml"
works pool-define "$dir/odd.xml"
refused pool-start odd
error_has "'-v'"

# One that hangs.  It says that it has begun, and ends when it is told to.
mkfifo "$dir/begun" "$dir/go"
fake vgs <<END
echo >"$dir/begun"
read line <"$dir/go"
echo 'it is over' >&2
exit 5
END
"$VIRSH" pool-start fails >"$dir/slow" 2>&1 &
slow=$!
read -r _ <"$dir/begun"
works pool-create-as files dir --target "$dir/files"
works vol-create-as files one 1M
works vol-key "$dir/files/one"
works pool-list --all
has '^ *fails +inactive'
works pool-dumpxml fails
works pool-destroy files
echo >"$dir/go"
! wait $slow || fail "a tool that failed has started a pool"
grep -q 'it is over' "$dir/slow" || fail "not what the tool has said: $(cat "$dir/slow")"

# Two definitions of one group, as files may have them: only one of the two starts.
fake vgs <<'END'
printf '  group\0371000\037500\0374\n'
END
fake lvs </dev/null
fake vgchange </dev/null
sed -e 's/<name>fails/<name>twin/' -e 's/<uuid>.\{8\}/<uuid>01234567/' "$dir/config/storage/fails.xml" >"$dir/twin.xml"
refused pool-define "$dir/twin.xml"
error_has "pool 'fails'"
cp "$dir/twin.xml" "$dir/config/storage/twin.xml"
works pool-start fails
refused pool-start twin
error_has "pool 'fails'"
works pool-destroy fails
works pool-start twin
refused pool-start fails
works pool-destroy twin
