# SPDX-License-Identifier: LGPL-2.1-or-later
"""For the tests: each call with plausible arguments, of which one can be made bad."""
from entry import checks

GOOD = {'str': '"x"', 'u64': '0', 'size': '1', 'ptr': 'NULL', 'uuid': 'some_uuid',
        'cpumap': 'some_bytes', 'cpumaps': 'some_bytes', 'bytes': 'some_bytes',
        'buf': '(char *)some_bytes', 'strings': 'some_names', 'i32s': 'some_ints',
        'list': 'NULL', 'u64s': 'some_u64s', 'i64': '0', 'blob': '(const char *)some_bytes'}


def good(a, classes):
    if a.role == 'self':
        return '(%sPtr)r->self' % classes[a.kind].ctype
    if a.kind == 'object':
        if 'null' in a.opt:
            return 'NULL'
        return '(%sPtr)r->handle[VT_CLASS_%s - VT_CLASS_CONN]' % (
            classes[a.opt['class']].ctype, a.opt['class'].upper())
    if a.kind in ('struct', 'structs', 'sized'):
        return '(%sPtr)(void *)some_bytes' % a.opt['type']
    if a.kind == 'func':
        return '(%s)(void (*)(void))some_function' % a.opt['type']
    if a.role == 'inout' or (a.role == 'out' and a.kind == 'i32'):
        return 'some_ints'
    if a.role == 'out' and a.kind == 'ulong':
        return '&some_ulong'
    if a.role == 'out' and a.kind == 'i64':
        return '(long long *)some_u64s'
    if a.role == 'out' and a.kind == 'uuid':
        return 'some_bytes'
    if a.kind == 'flags':
        return a.opt['mask'].split('|')[0] if 'one' in a.opt else '0'
    if a.kind in ('i32', 'u32', 'ulong'):
        return a.opt.get('min', '1')
    if a.kind == 'str' and a.name == 'uuid':
        return '"6695eb01-f6a4-8304-79aa-97f2502e193f"'
    return GOOD[a.kind]


def bad_value(a, why):
    if 'NULL' in why:
        return 'NULL'
    if 'no such object' in why:
        return '(void *)some_bytes'
    if 'known' in why or 'exactly' in why:
        return '1u << 30'
    if 'larger' in why:
        return '4096'
    if 'most' in why:
        return why.split()[-1] + ' + 1'
    if 'least' in why:
        return why.split()[-1] + ' - 1'
    return '-1'


def pairs(call):
    by_name = {a.name: a for a in call.args}
    return [(by_name[name], why) for _, name, why in checks(call)
            if by_name[name].role != 'inout' or 'NULL' in why]


def thunk(call, classes):
    bads = pairs(call)
    values = []
    for a in call.args:
        value = good(a, classes)
        for i, (b, why) in enumerate(bads, 1):
            if b is a:
                value = '(r->bad == %d ? %s : %s)' % (i, bad_value(a, why), value)
        values.append(value)
    run = '%s(%s)' % (call.name, ', '.join(values))
    if call.ret[0] == 'none':
        body = '    %s;\n    return true;\n' % run
    else:
        body = '    return %s == %s;\n' % (run, call.fail())
    return 'static bool refuse_%s(const struct refusal *r)\n{\n%s}\n\n' % (call.name, body)


def refusals_c(model):
    out = ('#include "config.h"\n\n#include "calls.h"\n#include "refusals/refusal.h"\n\n'
           'static unsigned char some_bytes[8192] __attribute__((aligned(64)));\n'
           'static const unsigned char some_uuid[16] = {1};\nstatic char *some_names[4];\n'
           'static int some_ints[4] = {1, 1, 1, 1};\nstatic unsigned long long some_u64s[4];\n'
           'static unsigned long some_ulong VT_UNUSED;\n'
           'static void some_function(void)\n{\n}\n\n')
    rows = []
    for call in model.public():
        if call.self_arg() is None:
            continue
        out += thunk(call, model.classes)
        rows.append('    {&vt_calls[%s], %s, refuse_%s, %d, %s, %s},\n' % (
            call.id(), model.classes[call.self_arg().kind].id(), call.name,
            0 if call.by_hand else len(pairs(call)), 'true' if call.by_hand else 'false',
            'true' if call.slot else 'false'))
    return out + 'const struct refusal_row refusal_rows[] = {\n%s    {0},\n};\n' % ''.join(rows)
