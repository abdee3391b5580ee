#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Completion in bash: what the functions propose for a line, and a shell that uses them.
. "$(dirname "$0")/lib.sh"

file=${abs_top_srcdir:-$(dirname "$0")/../..}/completions/virsh.bash
[ -f "$file" ] || fail "there is no '$file'"
# shellcheck disable=SC1090
. "$file"

# proposes LINE PROPOSAL...: @ in the line is where bash parts words, a blank as well.
proposes()
{
    local line=$1 raw
    shift
    COMP_LINE=${line//@/}
    COMP_POINT=${#COMP_LINE}
    COMP_WORDS=()
    while read -r raw; do
        COMP_WORDS+=("$raw")
    done < <(printf '%s\n' "$line" | sed 's/@/\n/g; s/\([^\\]\) /\1\n/g')
    COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
    COMPREPLY=(none)
    _virsh "$VIRSH"
    [ "${COMPREPLY[*]}" = "$*" ] || fail "'$line' proposes '${COMPREPLY[*]}', not '$*'"
}

domain "$dir/d.xml" "my domain"
cd "$dir" || exit 1
mkdir "a folder"
node "$dir/node.xml" "my domain" "<interface type='bridge'><mac address='52:54:00:00:00:01'/>
<source bridge='br0'/></interface>"

proposes "virsh domst" domstate
proposes "virsh --read" --readonly
proposes "virsh -q -t domst" domstate
proposes "virsh --connect" --connect
proposes "virsh -c "
proposes "virsh domstate " test
proposes "virsh domstate te" test
proposes "virsh domstate x"
proposes "virsh domstate --domain@=@te" test
proposes "virsh domstate --domain@=" test
proposes "virsh list --al" --all
proposes "virsh define d." d.xml
proposes "virsh cd a" "a\\ folder/"
proposes "virsh list ; domst" domstate
proposes "virsh -c test@:@///no/such/file domstate "
proposes "virsh -c test@:@//$dir/node.xml domstate m" "my\\ domain"
proposes "virsh --connect@=@test@:@//$dir/node.xml domstate m" "my\\ domain"
proposes "virsh -c 'test@:@//$dir/node.xml' domstate 'm" "my domain"
proposes "virsh -c test@:@//$dir/node.xml detach-interface my\\ domain bridge --mac 52@:@54@:@" \
    "00:00:00:01"
proposes "virsh -l d." d.xml

# Names come from a read-only connection, and take no longer than some seconds.
cat >"$dir/slow" <<'SH'
#!/bin/sh
printf '%s\n' "$*" >>"$HOME/asked"
exec sleep 600
SH
chmod +x "$dir/slow"
SECONDS=0
VIRSH="$dir/slow" proposes "virsh domstate "
[ "$SECONDS" -lt 60 ] || fail "it waited $SECONDS s"
grep -q -- '-r' "$HOME/asked" || fail "the connection is not read-only"

# A shell that a person uses
python3 -c 'import pty' 2>"$dir/err" || exit 0
cat >"$dir/talk.py" <<'PY'
import os, pty, re, select, sys, time

pid, fd = pty.fork()
if pid == 0:
    os.execlp("bash", "bash", "--norc", "--noprofile", "-i")
seen = ""


def expect(pattern):
    global seen
    deadline = time.monotonic() + 60
    while not re.search(pattern, seen):
        if time.monotonic() > deadline:
            sys.exit("no %r in %r" % (pattern, seen))
        if select.select([fd], [], [], 1)[0]:
            seen += re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]|[\r\a]", "", os.read(fd, 65536).decode())
    seen = ""


os.write(fd, b"PS1='ready> '; PATH=${VIRSH%%/*}:$PATH; . %s\n" % os.fsencode(sys.argv[1]))
expect("\nready> ")
os.write(fd, b"virsh -q -c test:///default domst\tte\t\n")
expect("\nrunning\n(.|\n)*ready> ")
os.write(fd, b"virsh -q -c test:///default domid --domain=te\t\n")
expect("\n1\n(.|\n)*ready> ")
os.write(fd, b"virsh -q -c test://$PWD/node.xml domid my\t\n")
expect("ready> ")
os.write(fd, b"virsh -q -c test://" + os.fsencode(os.getcwd()) + b"/node.xml domstate \"my\t\n")
expect("\nrunning\n(.|\n)*ready> ")
os.write(fd, b"exit\n")
os.waitpid(pid, 0)
PY
export TERM=dumb INPUTRC=/dev/null
python3 "$dir/talk.py" "$file" || fail "see above"
