#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Long work on a domain: shown on a terminal, asked for, and ended by Control-C.
. "$(dirname "$0")/lib.sh"

works -q domjobinfo test
has '^Job type: +None$'
refused domjobabort test
works -q dump test "$dir/core" --verbose
[ -s "$dir/core" ] || fail "there is no dump"

python3 -c 'import pty' 2>"$dir/err" || skip "there is no python3 with pty"
node "$dir/node.xml" guest
sed "s#</devices>#&<e:embedded xmlns:e='urn:vitrine:embedded:1'>\
<e:delay call='virDomainCoreDump' ms='2000'/></e:embedded>#" "$dir/node.xml" >"$dir/slow.xml"
mkfifo "$dir/pipe"
cat >"$dir/talk.py" <<'PY'
"""Lets virsh dump into a pipe that is read slowly, on a terminal."""
import os, pty, re, select, sys, time

program, uri, pipe = os.environ["VIRSH"], sys.argv[1], sys.argv[2]


class Dump:
    def __init__(self, uri=uri):
        self.seen = ""
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.execv(program, [program, "-c", uri, "dump guest %s --verbose; domstate guest" % pipe])
        self.pipe = -1

    def expect(self, pattern):
        deadline = time.monotonic() + 60
        while not re.search(pattern, self.seen):
            if time.monotonic() > deadline:
                sys.exit("no %r in %r" % (pattern, self.seen))
            if select.select([self.fd], [], [], 1)[0]:
                try:
                    self.seen += os.read(self.fd, 65536).decode().replace("\r", "\n")
                except OSError:
                    deadline = 0
        return self.seen

    def takes_interrupts(self):
        """Whether SIGINT is caught, by virsh and not by the script that starts it in the build folder."""
        with open("/proc/%d/status" % self.pid) as status:
            caught = int(re.search(r"SigCgt:\s*(\w+)", status.read()).group(1), 16)
        return os.readlink("/proc/%d/exe" % self.pid).endswith("virsh") and caught & 2

    def drain(self, limit=None):
        n = 0
        if self.pipe < 0:
            self.pipe = os.open(pipe, os.O_RDONLY)  # when the dump has opened it
        while limit is None or n < limit:
            data = os.read(self.pipe, 65536)
            if not data:
                return
            n += len(data)


d = Dump()
d.drain(8 * 1024 * 1024)
d.expect(r"\nDumping: \[ *[1-9][0-9]? %\] [0-9.]+ MiB of 64.0 MiB")
d.drain()
d.expect(r"\nDumping: \[100 %\] 64.0 MiB of 64.0 MiB, [^\n]*/s\s*\n(.|\n)*Domain guest dumped")
d.expect("\nrunning\n")
os.waitpid(d.pid, 0)

d = Dump()
d.drain(1024 * 1024)
d.expect(r"\nDumping: \[")
os.write(d.fd, b"\x03")
d.expect(r"\^C(\nDumping: [^\n]*){2}\nDumping: |\nerror: ")  # it was heard
d.drain()
d.expect("\nerror: (.|\n)*\nerror: (.|\n)*\nrunning\n")
os.waitpid(d.pid, 0)

# Asked for before the work can be ended: it ends as soon as it can.
d = Dump(uri.replace("node.xml", "slow.xml"))
while not d.takes_interrupts():
    time.sleep(0.01)
os.write(d.fd, b"\x03")
d.drain(1024 * 1024)
d.expect(r"(\nDumping: [^\n]*){3}\n|\nerror: ")
d.drain()
d.expect("\nerror: (.|\n)*\nerror: (.|\n)*\nrunning\n")
os.waitpid(d.pid, 0)
PY
python3 "$dir/talk.py" "test://$dir/node.xml" "$dir/pipe" || fail "see above"
