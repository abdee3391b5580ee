# SPDX-License-Identifier: LGPL-2.1-or-later
"""The tables that follow from the description: slots, call records, symbols, golden."""
from model import FAMILIES


def ops_h(model):
    out = '#pragma once\n\n#include <libvirt/libvirt.h>\n\n'
    for family in FAMILIES:
        out += 'struct vt_%s_ops {\n' % family
        for slot, call in model.slots(family):
            out += '    %s(*%s)(%s);\n' % (call.c_ret(model.classes), slot,
                                           call.params(model.classes, slot=True))
        out += '};\n\n'
    return out


def calls_h(model):
    out = '#pragma once\n\n#include "conn/call.h"\n\nenum vt_call_id {\n'
    out += ''.join('    %s,\n' % c.id() for c in model.calls)
    return out + '    VT_CALLS\n};\n\nextern const struct vt_call vt_calls[VT_CALLS];\n'


def calls_c(model):
    out = ('#include "config.h"\n\n#include <stddef.h>\n\n#include "calls.h"\n#include "ops.h"\n\n'
           'const struct vt_call vt_calls[VT_CALLS] = {\n')
    for c in model.calls:
        me = c.self_arg()
        cls = model.classes[me.kind if me else 'conn']
        family, slot = c.slot.split('.') if c.slot else (None, None)
        where = ('VT_FAMILY_%s, offsetof(struct vt_%s_ops, %s)' % (family.upper(), family, slot)
                 if slot else 'VT_FAMILY_NONE, 0')
        out += '    [%s] = {"%s", "%s", %s, %s, %s, %d, %s},\n' % (
            c.id(), c.name, c.since, cls.error, cls.domain,
            'true' if c.access == 'write' else 'false', c.rpc, where)
    return out + '};\n'


def version(text):
    return [int(x) for x in text.split('.')]


def symbols(model):
    """The version script: nodes chained in order, those of their own behind, nothing else."""
    items = model.public() + model.vars
    chain = ['LIBVIRT_' + since
             for since in sorted({c.since for c in items if not c.node}, key=version)]
    out, previous = '', ''
    for node in chain + sorted({c.node for c in items if c.node}):
        out += node + ' {\n    global:\n'
        out += ''.join('        %s;\n' % n
                       for n in sorted(c.name for c in items if c.symbol_node() == node))
        if not previous:
            out += '    local:\n        *;\n'
        out += '}%s;\n\n' % (' ' + previous if previous and node in chain else '')
        previous = node
    return out


def golden(model):
    lines = ['%s %s %d %s' % (c.name, c.node or c.since, c.rpc, c.access) for c in model.calls]
    lines += ['%s %s 0 data' % (v.name, v.since) for v in model.vars]
    return '\n'.join(sorted(lines)) + '\n'


def signatures_c(model):
    out = ('#include "config.h"\n\n#include <libvirt/libvirt.h>\n#include <libvirt/virterror.h>\n\n'
           '/* A line fails to compile where a public header and the description disagree. */\n'
           '#define AGREE(name, type) \\\n'
           '    _Static_assert(__builtin_types_compatible_p(__typeof__(&name), type), #name)\n\n')
    for c in model.public():
        out += 'AGREE(%s, %s (*)(%s));\n' % (c.name, c.c_ret(model.classes).strip(),
                                             c.params(model.classes))
    for v in model.vars:
        out += 'AGREE(%s, %s *);\n' % (v.name, v.var)
    return out
