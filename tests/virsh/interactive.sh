#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# The interactive shell on a terminal: banner, prompts, completion, quoting, history, the end.
. "$(dirname "$0")/lib.sh"

# It holds signals back until the program makes its next call, and readline waits in one.
[ "${VT_VARIANT:-}" != tsan ] || skip "ThreadSanitizer delays the signals that a terminal sends"

config=${abs_top_builddir:-.}/config.h
if [ -f "$config" ] && ! grep -q '^#define HAVE_READLINE' "$config"; then
    skip "virsh was built without readline"
fi
python3 -c 'import pty' 2>"$dir/err" || skip "there is no python3 with pty"
domain "$dir/d.xml" "my domain"
domain "$dir/e.xml" "semi;colon"
mkdir "$dir/folder"
domain "$dir/folder/a b.xml" "from file"
cd "$dir" || exit 1
export TERM=dumb INPUTRC=/dev/null

cat >"$dir/talk.py" <<'PY'
"""Types at virsh on a terminal and waits for what must appear; see the calls at the end."""
import os, pty, re, select, sys, time

program = os.environ.get("VIRSH", "virsh")


class Talk:
    def __init__(self, *args):
        self.seen = ""
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.execvp(program, [program, *args])

    def more(self, seconds):
        if not select.select([self.fd], [], [], seconds)[0]:
            return None
        try:
            data = os.read(self.fd, 65536)
        except OSError:
            data = b""
        self.seen += re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]|[\r\a]", "", data.decode())
        return data

    def expect(self, pattern):
        """Waits until PATTERN appears, takes all up to its end and returns it."""
        deadline = time.monotonic() + 60
        while True:
            m = re.search(pattern, self.seen)
            if m:
                taken, self.seen = self.seen[: m.end()], self.seen[m.end() :]
                return taken
            if time.monotonic() > deadline or self.more(1) == b"":
                sys.exit("no %r in %r" % (pattern, self.seen))

    def type(self, text):
        os.write(self.fd, text.encode())

    def line(self, text, pattern, prompt="virsh # "):
        self.type(text + "\n")
        self.expect(pattern)
        return self.expect(re.escape(prompt))

    def end(self):
        while self.more(30):
            pass
        status = os.waitpid(self.pid, 0)[1]
        if status != 0:
            sys.exit("it ended with %d" % status)


def check(ok, what):
    if not ok:
        sys.exit(what)


t = Talk()
banner = t.expect("virsh # ")
check("help" in banner, "there is no banner: %r" % banner)
t.line("uri", "\ntest:///default\n")
t.line("nonsense", "\nerror: .*nonsense")
t.line("domid test; domid nobody", "\n1\n(.|\n)*\nerror: .*\nerror: ")

# Commands, options, names of domains
t.line("domst\ttest", "\nrunning\n")
t.line("nodei\t", "domstate|CPU model: ")
t.line("list --un\b\b--a\t", "list")
t.line("list --al\t", "\n  1 test +running\n")
t.line("domstate te\t", "\nrunning\n")
t.line("domstate --domain=te\t", "\nrunning\n")
t.line("uri; domstate te\t", "\nrunning\n")
t.line("define d.x\t", "Domain my domain defined")
t.line("define fold\ta\t", "Domain from file defined")
t.line("domid my\t", "\n-\n")
t.line("domid \"my\t", "\n-\n")
t.line("domid 'my d\t", "\n-\n")
t.line("domid my\\ d\t", "\n-\n")
t.line("domid --domain=my\t", "\n-\n")
t.line("define e.x\t", "Domain semi;colon defined")
t.line("domid se\t", "\n-\n")
t.line("help nodei\t", "nodeinfo - ")
t.line("nodedev-dumpxml comp\t", "Test driver")
# A running domain is no candidate for start: nothing is added, and it fails.
t.line("start tes\t", "\nerror: .*'tes'")
# A list in which some need quotes leaves no open quote behind.
t.type("domid \t\t")
t.expect("semi;colon")
t.line("test", "\n1\n")
t.type("domain\b\b\b\t\t")
shown = t.expect("domuuid(.|\n)*virsh # dom")
check("domid" in shown and "dominfo" in shown, "the list of commands lacks some: %r" % shown)
t.type("id test\n")
t.expect("\n1\n")
t.expect("virsh # ")

# Control-C drops the line and nothing else.
t.type("domid nobody")
t.expect("nobody")
t.type("\x03")
t.expect("virsh # ")
t.line("uri", "\ntest:///default\n")

# The prompt tells a read-only connection
t.line("connect test:///default --readonly", "", "virsh > ")
t.line("suspend test", "\nerror: ", "virsh > ")
t.line("connect test:///default", "", "virsh # ")
t.line("hostname --help", "SYNOPSIS")
t.type("\x04")
t.expect("\n")
t.end()

# History of the last run
t = Talk("-q")
first = t.expect("virsh # ")
check(first == "virsh # ", "--quiet prints a banner: %r" % first)
t.type("\x10")
t.expect("hostname --help")
t.type("\n")
t.expect("SYNOPSIS")
t.expect("virsh # ")
t.type("domid nobody\nquit\n")
t.end()
t = Talk("-r")
t.expect("virsh > ")
t.type("exit\n")
t.end()
PY
python3 "$dir/talk.py" || fail "see above"
history=$XDG_STATE_HOME/virsh/history
[ "$(stat -c %a "$history")" = 600 ] || fail "the history is missing, or others can read it"
[ "$(tail -n 1 "$history")" = exit ] || fail "the history does not end with the last line"

# It is bounded.
yes "uri" | head -n 2000 | awk '{ print $0 "; # " NR }' >"$history"
python3 - <<'PY' || fail "virsh with a long history"
import os, pty, sys
def read(fd):
    return os.read(fd, 1024)
data = [b"quit\n", b""]
sys.exit(0 if pty.spawn([os.environ.get("VIRSH", "virsh")], read, lambda fd: data.pop(0) if data else b"") == 0 else 1)
PY
[ "$(wc -l <"$history")" -le 500 ] || fail "the history grew to $(wc -l <"$history") lines"

# Without a place for it nothing is said.
command -v script >"$dir/out" || exit 0
unset XDG_STATE_HOME
export HOME=/dev/null
printf 'quit\n' | script -qec "$VIRSH -q" /dev/null >"$dir/out" 2>"$dir/err"
! grep -q error "$dir/out" || fail "a history that cannot be kept is reported"
