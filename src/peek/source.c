/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What all sources share: the count, the list of RAM ranges, the registers. */
#include "config.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "obj/error.h"
#include "source.h"
#include "util/cleanup.h"

int peek_source_init(struct peek_source *s, const struct peek_source_ops *ops, const char *name,
                     int error_domain)
{
    s->ops = ops;
    s->error_domain = error_domain;
    s->name = strdup(name);
    if (s->name == NULL)
        return vt_error_no_memory(error_domain);
    vt_count_init(&s->count);
    return 0;
}

struct peek_source *peek_source_ref(struct peek_source *s)
{
    vt_count_take(&s->count);
    return s;
}

struct peek_source *peek_source_unref(struct peek_source *s)
{
    if (s == NULL || !vt_count_drop(&s->count))
        return NULL;
    if (s->ops->done != NULL)
        s->ops->done(s);
    free(s->name);
    free(s->ram);
    free(s->regs);
    VT_HG_PLAIN(&s->count, sizeof s->count);
    free(s);
    return NULL;
}

static int compare_ranges(const void *a, const void *b)
{
    const struct peek_range *x = a, *y = b;

    return (x->start > y->start) - (x->start < y->start);
}

int peek_source_set_ram(struct peek_source *s, uint64_t size, const struct peek_range *holes,
                        size_t n_holes)
{
    VT_AUTOFREE struct peek_range *sorted = NULL;
    VT_AUTOFREE struct peek_range *ram = NULL;
    uint64_t at = 0;
    size_t n = 0;

    if (n_holes >= PEEK_MAX_RANGES)
        return vt_error(s->error_domain, VIR_ERR_INVALID_ARG,
                        "the memory of '%s' has %zu holes, more than %d", s->name, n_holes,
                        PEEK_MAX_RANGES - 1);
    sorted = calloc(n_holes + 1, sizeof *sorted);
    ram = calloc(n_holes + 1, sizeof *ram);
    if (sorted == NULL || ram == NULL)
        return vt_error_no_memory(s->error_domain);
    if (n_holes > 0)
        memcpy(sorted, holes, n_holes * sizeof *sorted);
    qsort(sorted, n_holes, sizeof *sorted, compare_ranges);
    sorted[n_holes].start = size;
    sorted[n_holes].end = size;
    for (size_t i = 0; i <= n_holes; i++) {
        uint64_t end = sorted[i].start < size ? sorted[i].start : size;
        if (end > at) {
            ram[n].start = at;
            ram[n++].end = end;
        }
        if (sorted[i].end > at)
            at = sorted[i].end;
    }
    peek_source_take_ram(s, &ram, n);
    return 0;
}

void peek_source_take_ram(struct peek_source *s, struct peek_range **ranges, size_t n)
{
    struct peek_range *r = VT_TAKE(*ranges);
    size_t last = 0;

    for (size_t i = 1; i < n; i++) {
        if (r[i].start == r[last].end)
            r[last].end = r[i].end;
        else
            r[++last] = r[i];
    }
    free(s->ram);
    s->ram = r;
    s->n_ram = n > 0 ? last + 1 : 0;
    s->size = n > 0 ? r[last].end : 0;
}

int peek_source_set_regs(struct peek_source *s, const struct peek_regs *regs, unsigned int n)
{
    struct peek_regs *copy;

    if (n > PEEK_MAX_VCPUS)
        return vt_error(s->error_domain, VIR_ERR_INVALID_ARG, "'%s' has %u vcpus, more than %d",
                        s->name, n, PEEK_MAX_VCPUS);
    copy = calloc(n ? n : 1, sizeof *copy);
    if (copy == NULL)
        return vt_error_no_memory(s->error_domain);
    if (n > 0)
        memcpy(copy, regs, n * sizeof *copy);
    free(s->regs);
    s->regs = copy;
    s->n_vcpus = n;
    return 0;
}

const struct peek_range *peek_source_range(const struct peek_source *s, uint64_t paddr)
{
    size_t low = 0, high = s->n_ram;

    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (s->ram[mid].end <= paddr)
            low = mid + 1;
        else
            high = mid;
    }
    return low < s->n_ram ? &s->ram[low] : NULL;
}

uint64_t peek_source_ram_bytes(const struct peek_source *s)
{
    uint64_t sum = 0;

    for (size_t i = 0; i < s->n_ram; i++)
        sum += s->ram[i].end - s->ram[i].start;
    return sum;
}

int peek_source_regs(struct peek_source *s, unsigned int vcpu, struct peek_regs *ret_regs)
{
    if (s->ops->regs != NULL)
        return s->ops->regs(s, vcpu, ret_regs);
    if (s->n_vcpus == 0)
        return vt_error(s->error_domain, VIR_ERR_OPERATION_FAILED,
                        "no registers are known of '%s', so its virtual addresses cannot be read",
                        s->name);
    if (vcpu >= s->n_vcpus)
        return vt_error(s->error_domain, VIR_ERR_INVALID_ARG,
                        "'%s' has %u vcpus, there is no number %u", s->name, s->n_vcpus, vcpu);
    *ret_regs = s->regs[vcpu];
    return 0;
}

int peek_source_read(struct peek_source *s, uint64_t paddr, size_t len, void *buf)
{
    const struct peek_range *r = peek_source_range(s, paddr);

    if (r == NULL || paddr < r->start || len > r->end - paddr)
        return vt_error(s->error_domain, VIR_ERR_INTERNAL_ERROR,
                        "%zu bytes at physical address 0x%" PRIx64 " are not one run of the "
                        "memory of '%s'",
                        len, paddr, s->name);
    return len == 0 ? 0 : s->ops->read(s, paddr, len, buf);
}

int peek_source_next_data(struct peek_source *s, uint64_t start, struct peek_range *ret_data)
{
    const struct peek_range *r = peek_source_range(s, start);
    struct peek_range data;
    int rv;

    while (r != NULL) {
        if (start < r->start)
            start = r->start;
        data.start = start;
        data.end = r->end;
        rv = s->ops->next_data != NULL ? s->ops->next_data(s, start, &data) : 1;
        if (rv <= 0)
            return rv;
        if (data.start < r->end) {
            if (data.end > r->end)
                data.end = r->end;
            *ret_data = data;
            return 1;
        }
        start = data.start;
        r = peek_source_range(s, start);
    }
    return 0;
}

uint64_t peek_guess_efer(const struct peek_regs *regs, bool machine_64)
{
    bool lma = machine_64 && (regs->cr0 & PEEK_CR0_PG) && (regs->cr4 & PEEK_CR4_PAE);

    return PEEK_EFER_NXE | (lma ? PEEK_EFER_LME | PEEK_EFER_LMA : 0);
}
