/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the tests of the binary interface share: the public headers, and assertions about them that
 * the compiler checks and counts. */
#pragma once

#define VIR_DEPRECATED /* virError's old members are measured, not used */
#define VIR_ENUM_SENTINELS 1

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include <stdio.h>

/* __COUNTER__ counts the assertions that this compiler saw. */
#define HOLDS(expr, text) _Static_assert((expr) && __COUNTER__ >= 0, text)

#define VALUE(name, value) HOLDS((name) == (value), #name)

/* Where long and pointers have 64 bits; elsewhere the enumerations alone are checked. */
#ifdef __LP64__
#define SIZE(type, size) HOLDS(sizeof(type) == (size), #type)
#define STRUCT(tag, size, align) \
    HOLDS(sizeof(struct tag) == (size) && _Alignof(struct tag) == (align), #tag)
#define FIELD_SIZE(tag, member, offset, size) \
    HOLDS(offsetof(struct tag, member) == (offset) && \
              sizeof(((struct tag *)NULL)->member) == (size), \
          #tag "." #member)
#define FIELD(tag, member, offset, size, type) \
    HOLDS(offsetof(struct tag, member) == (offset) && \
              sizeof(((struct tag *)NULL)->member) == (size) && \
              __builtin_types_compatible_p(__typeof__(((struct tag *)NULL)->member), type), \
          #tag "." #member)
#else
#define SIZE(type, size) _Static_assert(sizeof(type) > 0, #type)
#define STRUCT(tag, size, align) SIZE(struct tag, size)
#define FIELD_SIZE(tag, member, offset, size) SIZE(struct tag, size)
#define FIELD(tag, member, offset, size, type) SIZE(struct tag, size)
#endif
