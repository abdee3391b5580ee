#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Boots a kernel under QEMU in software emulation, stops it and dumps its memory.

    boot-and-dump.py QEMU CPU MIB KERNEL INITRD ARGUMENTS FOLDER

FOLDER gets: dump (ELF core), serial (what the guest printed), levels (of its page tables),
banner.paddr, and areas: lines "ADDRESS LENGTH FILE" of what the guest has at virtual addresses,
as the guest itself printed it or as QEMU reads it.  Standard library only.
"""
import json
import os
import re
import selectors
import signal
import shutil
import socket
import subprocess
import sys
import time

BOOT_SECONDS = 120
QMP_SECONDS = 60
SERIAL_MAX = 1 << 20
STOP_TRIES = 50
PAGE = 4096


class Monitor:
    """QMP, one command at a time."""

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(QMP_SECONDS)
        self.socket.connect(path)
        self.stream = self.socket.makefile("rw", encoding="utf-8")
        self.stream.readline()
        self.call("qmp_capabilities")

    def call(self, command, **arguments):
        self.stream.write(json.dumps({"execute": command, "arguments": arguments}) + "\n")
        self.stream.flush()
        for line in self.stream:
            answer = json.loads(line)
            if "error" in answer:
                sys.exit("QEMU refused %s: %s" % (command, answer["error"]["desc"]))
            if "return" in answer:
                return answer["return"]
        sys.exit("QEMU ended at the command %s" % command)

    def human(self, line):
        return self.call("human-monitor-command", **{"command-line": line})


def start(qemu, cpu, mib, kernel, initrd, arguments, folder):
    command = [
        qemu, "-accel", "tcg", "-cpu", cpu, "-m", mib, "-kernel", kernel, "-initrd", initrd,
        "-append", arguments, "-nodefaults", "-no-user-config", "-no-reboot",
        "-device", "VGA,vgamem_mb=1", "-display", "none", "-monitor", "none", "-serial", "stdio",
        "-qmp", "unix:%s/qmp,server=on,wait=off" % folder,
    ]
    if shutil.which("setpriv"):  # so that it ends even when we are killed
        command = ["setpriv", "--pdeathsig", "KILL", "--"] + command
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)


def read_serial(guest, folder):
    """What the guest printed, up to the end of its facts."""
    text = b""
    deadline = time.monotonic() + BOOT_SECONDS
    with selectors.DefaultSelector() as ready, open(folder + "/serial", "wb") as log:
        ready.register(guest.stdout, selectors.EVENT_READ)
        while b"\nend facts" not in text:
            if not ready.select(deadline - time.monotonic()):
                sys.exit("the guest did not boot within %d seconds" % BOOT_SECONDS)
            data = os.read(guest.stdout.fileno(), 65536)
            if not data or len(text) > SERIAL_MAX:
                sys.exit("QEMU ended, or the guest printed too much, before it had booted")
            log.write(data)
            log.flush()
            text += data
    return text.replace(b"\r", b"").decode("utf-8", "replace")


def facts_of(text):
    lines = text.partition("begin facts\n")[2].partition("end facts")[0].splitlines()
    facts = dict(line.split(" ", 1) for line in lines if " " in line)
    for name in ("linux_banner", "saved_command_line", "version", "cmdline"):
        if not facts.get(name):
            sys.exit("the guest did not say its %s" % name)
    return facts


def stop_in_kernel(monitor, address):
    """Stops it where CPU 0 runs the kernel's tables: with page table isolation, user mode has
    others, in which the kernel is not mapped; so has the kernel's own way in and out, so what
    decides is that ADDRESS of the kernel is mapped."""
    for _ in range(STOP_TRIES):
        monitor.call("stop")
        registers = monitor.human("info registers")
        mapped = "gpa:" in monitor.human("gva2gpa 0x%x" % address)
        if mapped and re.search(r"\bCPL=0\b", registers):
            return {name: int(value, 16) for name, value in
                    re.findall(r"\b(RSP|CR3|CR4) ?=([0-9a-f]+)", registers)}
        monitor.call("cont")
        time.sleep(0.02)
    sys.exit("the guest never was in its kernel")


class Areas:
    """Files of what stands at virtual addresses, and the list of them."""

    def __init__(self, monitor, folder):
        self.monitor, self.folder, self.lines = monitor, folder, []

    def put(self, name, address, data):
        with open("%s/%s" % (self.folder, name), "wb") as f:
            f.write(data)
        self.lines.append("0x%x %d %s\n" % (address, len(data), name))

    def save(self, name, address, length):
        path = "%s/%s" % (self.folder, name)
        signed = address - (address >> 63 << 64)  # QMP has no unsigned numbers
        self.monitor.call("memsave", val=signed, size=length, filename=path)
        self.lines.append("0x%x %d %s\n" % (address, length, name))
        with open(path, "rb") as f:
            return f.read()

    def finish(self):
        with open(self.folder + "/areas", "w") as f:
            f.writelines(self.lines)


def describe(monitor, registers, facts, folder):
    areas = Areas(monitor, folder)
    banner = int(facts["linux_banner"], 16)
    pointer = int(facts["saved_command_line"], 16)
    areas.put("banner", banner, facts["version"].encode() + b"\n")
    saved = int.from_bytes(areas.save("pointer", pointer, 8), "little")
    areas.put("cmdline", saved, facts["cmdline"].encode())
    areas.save("kernel", (banner & -PAGE) - 16 * PAGE, 64 * PAGE)
    areas.save("direct", (saved & -PAGE) - 4 * PAGE, 8 * PAGE)
    areas.save("stack", registers["RSP"] & -PAGE, PAGE)
    areas.finish()
    found = re.search(r"0x([0-9a-f]+)", monitor.human("gva2gpa 0x%x" % banner))
    if not found:
        sys.exit("QEMU cannot translate the address of the banner")
    with open(folder + "/banner.paddr", "w") as f:
        f.write("0x%s\n" % found[1])
    with open(folder + "/levels", "w") as f:
        f.write("%d\n" % (5 if registers["CR4"] & 1 << 12 else 4))


def main(arguments):
    folder = arguments[-1]
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit("ended by signal %d" % number))
    guest = start(*arguments)
    try:
        facts = facts_of(read_serial(guest, folder))
        monitor = Monitor(folder + "/qmp")
        registers = stop_in_kernel(monitor, int(facts["linux_banner"], 16))
        describe(monitor, registers, facts, folder)
        monitor.call("dump-guest-memory", paging=False, protocol="file:%s/dump" % folder)
        monitor.call("quit")
        guest.wait(QMP_SECONDS)
    finally:
        guest.kill()
        guest.wait()


if len(sys.argv) != 8:
    sys.exit(__doc__)
main(sys.argv[1:])
