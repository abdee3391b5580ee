#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# ttyconsole and console: bytes go both ways, Control-] leads back, the terminal is put back.
. "$(dirname "$0")/lib.sh"

python3 -c 'import pty, tty' 2>"$dir/err" || skip "there is no python3 with pty"
cat >"$dir/node.head" <<'XML'
<node><domain type='test'><name>guest</name><memory>65536</memory><vcpu>1</vcpu>
<os><type>hvm</type></os><devices>
XML
cat >"$dir/talk.py" <<'PY'
"""Plays the guest on one terminal and the user on another."""
import os, pty, select, subprocess, sys, termios, tty

folder, program = sys.argv[1], os.environ.get("VIRSH", "virsh")
guest, guest_side = os.openpty()
tty.setraw(guest_side)
name = os.ttyname(guest_side)
with open(folder + "/node.xml", "w") as f:
    f.write(open(folder + "/node.head").read())
    f.write("<console type='pty'><source path='%s'/></console></devices></domain></node>\n" % name)
uri = "test://%s/node.xml" % folder
said = subprocess.run([program, "-q", "-c", uri, "ttyconsole", "guest"], capture_output=True, text=True)
if said.returncode != 0:
    print("SKIP: this hypervisor keeps no console: " + said.stderr)
    sys.exit(77)
if said.stdout != name + "\n":
    sys.exit("ttyconsole printed %r" % said.stdout)

user, user_side = os.openpty()
before = termios.tcgetattr(user_side)
virsh = subprocess.Popen([program, "-c", uri, "console", "guest"], stdin=user_side, stdout=user_side,
                         stderr=user_side)


def expect(fd, what):
    seen = b""
    while what not in seen:
        if not select.select([fd], [], [], 30)[0]:
            sys.exit("no %r in %r" % (what, seen))
        seen += os.read(fd, 4096)


expect(user, b"^]")
while termios.tcgetattr(user_side)[3] & termios.ICANON:
    select.select([], [], [], 0.01)
os.write(user, b"ls\x03\x1a")
expect(guest, b"ls\x03\x1a")
os.write(guest, b"file\r\n")
expect(user, b"file\r\n")
os.write(user, b"end\x1dignored")
expect(guest, b"end")
if virsh.wait(30) != 0:
    sys.exit("it ended with %d" % virsh.returncode)
if termios.tcgetattr(user_side) != before:
    sys.exit("the terminal is not as it was")
PY
python3 "$dir/talk.py" "$dir"
status=$?
[ "$status" -eq 0 ] || [ "$status" -eq 77 ] || fail "see above"
exit "$status"
