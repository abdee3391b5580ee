# SPDX-License-Identifier: LGPL-2.1-or-later
"""The description: reading it, and the C types that follow from it."""
import re
import sys

# kind -> C type as an input, as an output
C_IN = {
    'str': 'const char *', 'i32': 'int ', 'u32': 'unsigned int ', 'u64': 'unsigned long long ',
    'i64': 'long long ', 'ulong': 'unsigned long ', 'size': 'size_t ', 'flags': 'unsigned int ',
    'ptr': 'void *', 'uuid': 'const unsigned char *', 'cpumap': 'unsigned char *',
    'blob': 'const char *',
}
C_OUT = {
    'i32': 'int *', 'ulong': 'unsigned long *', 'uuid': 'unsigned char *', 'buf': 'char *',
    'bytes': 'void *', 'strings': 'char **const ', 'i32s': 'int *', 'size': 'size_t *',
    'u64s': 'unsigned long long *', 'cpumaps': 'unsigned char *', 'string': 'char **',
    'blob': 'char **', 'i64': 'long long *',
}
FLAG_WORDS = ('null', 'one', 'abspath')
FAMILIES = ('hypervisor', 'network', 'storage', 'nodedev')


class Arg:
    def __init__(self, role, words):
        self.role, self.kind, self.name = role, words[0], words[1]
        self.opt = {}
        rest = iter(words[2:])
        if self.kind == 'object':
            self.opt['class'] = next(rest)
        for word in rest:
            self.opt[word] = True if word in FLAG_WORDS else next(rest)

    def ctype(self, classes):
        if self.role == 'self':
            return classes[self.kind].ctype + 'Ptr '
        if self.kind == 'object':
            return classes[self.opt['class']].ctype + 'Ptr '
        if self.kind == 'func':
            return self.opt['type'] + ' '
        if self.kind == 'list':
            return self.opt['type'] + 'Ptr **'
        if self.kind in ('struct', 'structs', 'sized'):
            return self.opt['type'] + 'Ptr '
        if 'ctype' in self.opt:
            return {'int': 'int ', 'ulong': 'unsigned long '}[self.opt['ctype']]
        return (C_IN if self.role == 'in' else C_OUT)[self.kind]

    def is_pointer(self):
        return self.kind in ('str', 'uuid', 'cpumap', 'ptr', 'func', 'struct', 'structs', 'sized',
                             'blob', 'object') or self.role in ('out', 'inout')


class Call:
    def __init__(self, name, internal):
        self.name, self.internal = name, internal
        self.args, self.rpc, self.slot, self.body, self.by_hand = [], 0, None, None, False
        self.since = self.access = self.ret = self.node = None
        self.late = False

    def stem(self):
        return re.sub(r'(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])', '_',
                      self.name[3:] if self.name.startswith('vir') else self.name)

    def symbol_node(self):
        return self.node or 'LIBVIRT_' + self.since

    def id(self):
        return 'VT_CALL_' + self.stem().upper()

    def self_arg(self):
        return self.args[0] if self.args and self.args[0].role == 'self' else None

    def c_ret(self, classes):
        kind = self.ret[0]
        if kind == 'object':
            return classes[self.ret[1]].ctype + 'Ptr '
        if kind == 'special':
            return self.ret[1] + ' '
        return {'status': 'int ', 'count': 'int ', 'string': 'char *', 'text': 'const char *',
                'ulong': 'unsigned long ', 'u64': 'unsigned long long ', 'u32': 'unsigned int ',
                'none': 'void '}[kind]

    def fail(self):
        return {'status': '-1', 'count': '-1', 'ulong': '0', 'u64': '0',
                'u32': '(unsigned int)-1'}.get(self.ret[0], 'NULL')

    def params(self, classes, slot=False):
        out = []
        for a in self.args:
            if slot and any(x.kind == 'sized' and x.opt['len'] == a.name for x in self.args):
                continue
            out.append(a.ctype(classes) + a.name)
        return ', '.join(out) or 'void'


class Class:
    def __init__(self, words):
        self.name, self.ctype, self.error, self.domain = words[:4]
        self.wire = words[5:]

    def id(self):
        return 'VT_CLASS_' + self.name.upper()


class Model:
    def __init__(self):
        self.classes, self.structs, self.calls, self.vars = {}, {}, [], []

    def parse(self, path):
        item = None
        with open(path, encoding='utf-8') as f:
            for number, line in enumerate(f, 1):
                words = line.split('#')[0].split()
                if not words:
                    continue
                try:
                    item = self.line(item, words)
                except (AttributeError, IndexError, KeyError, StopIteration, ValueError) as e:
                    sys.exit('%s:%d: %s %s' % (path, number, type(e).__name__, e))

    def line(self, item, w):
        if w[0] == 'class':
            self.classes[w[1]] = Class(w[1:])
        elif w[0] == 'struct':
            item = self.structs.setdefault(w[1], [])
        elif w[0] in ('call', 'internal'):
            item = Call(w[1], w[0] == 'internal')
            self.calls.append(item)
        elif w[0] == 'var':
            item = Call(w[1], False)
            item.var = w[2]
            self.vars.append(item)
        elif isinstance(item, list):
            item.append(tuple(w))
        elif w[0] == 'since':
            item.since = w[1]
            if w[2:]:
                item.rpc = int(w[3])
        elif w[0] == 'node':
            item.node = w[1]
        elif w[0] == 'slot':
            item.slot = w[1]
        elif w[0] == 'body':
            item.body = w[1]
            if w[2:]:
                item.slot = w[2]
        elif w[0] == 'by-hand':
            item.by_hand = True
        elif w[0] == 'access':
            item.access = w[1]
            item.late = 'late' in w
        elif w[0] == 'ret':
            item.ret = w[1:]
        elif w[0] in ('self', 'in', 'out', 'inout'):
            item.args.append(Arg(w[0], w[1:]))
        else:
            raise ValueError("unknown word '%s'" % w[0])
        return item

    def check(self):
        numbers = {}
        for c in self.calls:
            for field in ('since', 'access', 'ret'):
                if getattr(c, field) is None:
                    sys.exit("%s: no '%s' line" % (c.name, field))
            if c.access not in ('read', 'write'):
                sys.exit('%s: access is read or write' % c.name)
            if not (c.slot or c.body or c.by_hand):
                sys.exit('%s: no slot, body or by-hand line' % c.name)
            if c.slot and c.slot.split('.')[0] not in FAMILIES:
                sys.exit("%s: unknown family in '%s'" % (c.name, c.slot))
            if c.rpc and numbers.setdefault(c.rpc, c.name) != c.name:
                sys.exit('%s: rpc %d is that of %s' % (c.name, c.rpc, numbers[c.rpc]))
            names = [a.name for a in c.args]
            for a in c.args:
                counter = (a.opt.get('len') or a.opt.get('cap') or '').lstrip('*')
                if counter and counter not in names:
                    sys.exit("%s: %s is counted by '%s', which it has not" % (
                        c.name, a.name, counter))
        for v in self.vars:
            if v.since is None:
                sys.exit("%s: no 'since' line" % v.name)

    def slots(self, family):
        """The calls whose slot the family's table holds, each slot once."""
        out = {}
        for c in self.calls:
            if c.slot and not c.body and c.slot.split('.')[0] == family:
                out.setdefault(c.slot.split('.')[1], c)
        return out.items()

    def public(self):
        return [c for c in self.calls if not c.internal]
