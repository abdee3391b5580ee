# SPDX-License-Identifier: LGPL-2.1-or-later
"""The public functions: every check that the description promises, then the driver's slot."""


def checks(call):
    """(condition under which the argument is bad, argument, what is wrong), in C order."""
    out = []
    counters = {}
    for a in call.args:
        for key in ('len', 'cap'):
            if key in a.opt:
                counters[a.opt[key].lstrip('*')] = (a, key)
    for a in call.args:
        nullable = 'null' in a.opt
        if a.role == 'self' or (a.kind == 'object' and a.opt['class'] == 'conn'):
            continue
        if a.kind == 'bytes':
            out.append(('%s > 0 && %s == NULL' % (a.opt['len'], a.name), a.name, 'must not be NULL'))
        elif a.is_pointer() and not nullable:
            out.append(('%s == NULL' % a.name, a.name, 'must not be NULL'))
        if a.kind == 'object':
            out.append(('%s != NULL && !vt_call_own(%s, VT_CLASS_%s, %s)' % (
                a.name, a.name, a.opt['class'].upper(), conn_of(call)), a.name,
                'is no such object of this connection'))
        if a.kind == 'sized':
            out.append(('%s > sizeof *%s' % (a.opt['len'], a.name), a.opt['len'],
                        'is larger than the struct'))
        if a.kind == 'cpumaps':
            out.append(('%s != NULL && %s < 1' % (a.name, a.opt['len']), a.opt['len'],
                        'must be at least 1'))
        if a.kind in ('i32', 'u32', 'ulong') and a.role == 'in':
            if 'min' in a.opt:
                out.append(('%s < %s' % (a.name, a.opt['min']), a.name,
                            'must be at least ' + a.opt['min']))
            elif a.kind == 'i32' and a.name in counters and counters[a.name][0].kind != 'cpumaps':
                out.append(('%s < 0' % a.name, a.name, 'must not be negative'))
            if 'max' in a.opt:
                out.append(('%s > %s' % (a.name, a.opt['max']), a.name,
                            'must be at most ' + a.opt['max']))
        if a.role == 'inout':
            out.append(('*%s < 0' % a.name, a.name, 'must not be negative'))
        if a.kind == 'flags':
            out.append(flags_check(a))
    return out


def flags_check(a):
    mask = ' | '.join(a.opt['mask'].split('|'))
    cast = {'ulong': 'unsigned long', 'int': 'int'}.get(a.opt.get('ctype'), 'unsigned int')
    if 'one' in a.opt:
        bad = ' && '.join('%s != %s' % (a.name, b) for b in a.opt['mask'].split('|'))
        return bad, a.name, 'must be exactly one of ' + a.opt['mask'].replace('|', ', ')
    return '(%s & ~(%s)(%s)) != 0' % (a.name, cast, mask), a.name, 'has bits that are not known'


def signature(call, classes):
    return 'VT_PUBLIC %s%s(%s)' % (call.c_ret(classes), call.name, call.params(classes))


def enter(call):
    """The handle, and its connection as `conn`."""
    me, fail = call.self_arg(), call.fail()
    out = ''
    if me.kind == 'conn':
        out += '    if (VT_UNLIKELY(!vt_connect_is(%s)))\n' % me.name
        out += '        return vt_call_bad_handle(&vt_calls[%s]), %s;\n' % (call.id(), fail)
        if me.name != 'conn':
            out += '    virConnectPtr conn = %s;\n' % me.name
    else:
        out += '    if (VT_UNLIKELY(!vt_handle_is(%s, VT_CLASS_%s)))\n' % (me.name, me.kind.upper())
        out += '        return vt_call_bad_handle(&vt_calls[%s]), %s;\n' % (call.id(), fail)
    return out


def deny(call):
    conn = conn_of(call)
    return ('    if (VT_UNLIKELY(%s->readonly))\n        return vt_call_denied(&vt_calls[%s], %s), %s;\n'
            % (conn, call.id(), conn, call.fail()))


def deny_bits(call):
    """Flags that need write access even where the call does not."""
    out = ''
    for a in call.args:
        if 'writes' in a.opt:
            out += '    if (VT_UNLIKELY((%s & %s) != 0 && %s->readonly))\n' % (
                a.name, a.opt['writes'], conn_of(call))
            out += '        return vt_call_denied(&vt_calls[%s], %s), %s;\n' % (
                call.id(), conn_of(call), call.fail())
    return out


def conn_of(call):
    me = call.self_arg()
    return me.name if me.kind == 'conn' else me.name + '->h.conn'


def refuse(call):
    out = ''
    for bad, name, why in checks(call):
        out += '    if (VT_UNLIKELY(%s))\n' % bad
        out += '        return vt_call_bad_arg(&vt_calls[%s], %s, "%s", "%s"),\n               %s;\n' % (
            call.id(), conn_of(call), name, why, call.fail())
    return out


def failed(call, value):
    """The condition under which the slot has failed."""
    if call.ret[0] in ('status', 'count'):
        return value + ' < 0'
    if call.ret[0] in ('ulong', 'u64'):
        return '%s == 0 && vt_error_last()->code != VIR_ERR_OK' % value
    if 'quiet-null' in call.ret:
        return '%s == NULL && vt_error_last()->code != VIR_ERR_OK' % value
    return value + ' == NULL'


def run_slot(call, classes, args=None):
    family, slot = call.slot.split('.')
    conn = conn_of(call)
    out = '    const struct vt_%s_ops *ops = %s->%s;\n' % (family, conn, family)
    sized = [a for a in call.args if a.kind == 'sized']
    names = args or [('&whole' if a in sized else 'path_' if 'abspath' in a.opt else a.name)
                     for a in call.args if not any(x.opt['len'] == a.name for x in sized)]
    out += '    %srv;\n' % call.c_ret(classes)
    for a in sized:
        out += '    __typeof__(*%s) whole;\n' % a.name
    out += '\n    if (VT_UNLIKELY(ops == NULL || ops->%s == NULL))\n' % slot
    out += '        return vt_call_unsupported(&vt_calls[%s], %s), %s;\n' % (
        call.id(), conn, call.fail())
    for a in call.args:
        if 'abspath' in a.opt:
            out += '    VT_AUTOFREE char *path_ = vt_call_abspath(&vt_calls[%s], %s, %s);\n' % (
                call.id(), conn, a.name)
            out += '    if (path_ == NULL)\n        return %s;\n' % call.fail()
    out += '    rv = ops->%s(%s);\n' % (slot, ', '.join(names))
    out += '    if (VT_UNLIKELY(%s))\n' % failed(call, 'rv')
    out += '        return vt_call_failed(&vt_calls[%s], %s), %s;\n' % (call.id(), conn, call.fail())
    for a in sized:
        out += '    memcpy(%s, &whole, %s);\n' % (a.name, a.opt['len'])
    return out + '    vt_error_reset();\n    return rv;\n'


def slot_entry(call, classes):
    out = '    vt_error_reset();\n' + enter(call)
    if call.access == 'write' and not call.late:
        out += deny(call)
    out += deny_bits(call) + refuse(call)
    if call.access == 'write' and call.late:
        out += deny(call)
    return out + '\n' + run_slot(call, classes)


def body_entry(call, classes):
    me = call.self_arg()
    out = '' if call.body == 'ref' else '    vt_error_reset();\n'
    out += enter(call) + refuse(call)
    if call.body == 'ref':
        return out + '    vt_handle_ref(&%s->h);\n    return 0;\n' % me.name
    if call.body == 'free':
        return out + '    vt_handle_unref(&%s->h);\n    return 0;\n' % me.name
    if call.body == 'connect':
        return out + '    return %s->h.conn;\n' % me.name
    if call.body == 'name':
        return out + '    return %s->h.obj->name;\n' % me.name
    if call.body == 'uuid':
        return out + '    memcpy(%s, %s->h.obj->uuid, VT_UUID_LEN);\n    return 0;\n' % (
            call.args[1].name, me.name)
    if call.body == 'uuid_string':
        return out + '    vt_uuid_format(%s->h.obj->uuid, %s);\n    return 0;\n' % (
            me.name, call.args[1].name)
    text = call.args[1].name
    parse = 'vt_uuid_parse' if call.ret[1] == 'storage_pool' else 'vt_uuid_parse_canonical'
    out += '    unsigned char raw[VT_UUID_LEN];\n\n    if (!%s(%s, raw))\n' % (parse, text)
    out += ('        return vt_call_bad_arg(&vt_calls[%s], %s, "%s", "is not a UUID"), NULL;\n'
            % (call.id(), conn_of(call), text))
    return out + run_slot(call, classes, [me.name, 'raw'])


INCLUDES = '''#include "config.h"

#include <string.h>

#include "calls.h"
#include "conn/call.h"
#include "ops.h"
#include "util/cleanup.h"
'''


def entry_c(model):
    out = INCLUDES
    for call in model.public():
        if call.by_hand:
            continue
        body = body_entry if call.body else slot_entry
        out += '\n%s\n{\n%s}\n' % (signature(call, model.classes), body(call, model.classes))
    return out
