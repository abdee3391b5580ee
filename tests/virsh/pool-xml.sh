#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# XML of pools made from options: order, escaping, and nothing that was not asked for.
. "$(dirname "$0")/lib.sh"

works -q pool-define-as p --print-xml dir --target /a
is "<pool type='dir'>
  <name>p</name>
  <target>
    <path>/a</path>
  </target>
</pool>"

# The order of words without names, and values that XML cannot hold as they are
works -q pool-create-as 'a&b' --print-xml "net'fs" h '/x<y' /dev/d vg '/t"t'
is "<pool type='net&apos;fs'>
  <name>a&amp;b</name>
  <source>
    <host name='h'/>
    <dir path='/x&lt;y'/>
    <device path='/dev/d'/>
    <name>vg</name>
  </source>
  <target>
    <path>/t&quot;t</path>
  </target>
</pool>"
works -q pool-define-as --type fs --name p --source-dev /dev/sdx --source-format ext3 --print-xml
is "<pool type='fs'>
  <name>p</name>
  <source>
    <device path='/dev/sdx'/>
    <format type='ext3'/>
  </source>
</pool>"
# It needs no hypervisor.
works -q -c none:///none pool-define-as p dir --print-xml
is "<pool type='dir'>
  <name>p</name>
</pool>"

refused pool-define-as p --print-xml
refused pool-define-as
refused pool-define "$dir/none.xml"
refused find-storage-pool-sources-as netfs --port 1
refused find-storage-pool-sources netfs "$dir/none.xml"
