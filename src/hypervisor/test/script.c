/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Scripted faults and delays. */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "hypervisor/test/script.h"
#include "obj/error.h"
#include "util/cleanup.h"

/* What one call met, copied out of the definition so that no lock is held over it. */
struct verdict {
    unsigned int delay_ms;
    int code; /* 0: no fault */
    char *message;
};

static size_t n_rules(const struct domain_embedded *e)
{
    return e != NULL ? (size_t)e->n_faults + e->n_delays : 0;
}

/* Whether the counts of one script are good for the other. */
static bool same_rules(const struct domain_embedded *a, const struct domain_embedded *b)
{
    if (a == NULL || b == NULL || a->n_faults != b->n_faults || a->n_delays != b->n_delays)
        return n_rules(a) == 0 && n_rules(b) == 0;
    for (unsigned int i = 0; i < a->n_faults; i++) {
        const struct domain_fault *f = &a->faults[i], *g = &b->faults[i];
        if (strcmp(f->call, g->call) != 0 || f->after != g->after || f->times != g->times)
            return false;
    }
    for (unsigned int i = 0; i < a->n_delays; i++) {
        const struct domain_delay *d = &a->delays[i], *e = &b->delays[i];
        if (strcmp(d->call, e->call) != 0 || d->times != e->times)
            return false;
    }
    return true;
}

void test_script_install_locked(struct vm *vm)
{
    struct test_vm *tvm = test_vm_of(vm);
    struct domain_def *def = vm->live != NULL ? vm->live : vm->config;
    struct domain_def *old = tvm->rules_of;
    const struct domain_embedded *e = def != NULL ? def->embedded : NULL;

    vt_mutex_held(&vm->lock);
    if (old == def)
        return;
    if (!same_rules(old != NULL ? old->embedded : NULL, e)) {
        free(tvm->rules);
        tvm->rules = NULL;
    }
    tvm->rules_of = def != NULL ? domain_def_ref(def) : NULL;
    domain_def_unref(old);
    atomic_store_explicit(&tvm->scripted, n_rules(e) > 0, memory_order_relaxed);
}

/* Makes the counts at the first call: where that fails, the call does, and the next tries again. */
static int need_rules_locked(struct test_vm *tvm, const struct domain_embedded *e)
    VT_REQUIRES(tvm->vm.lock);
static int need_rules_locked(struct test_vm *tvm, const struct domain_embedded *e)
{
    vt_mutex_held(&tvm->vm.lock);
    if (tvm->rules == NULL)
        tvm->rules = calloc(n_rules(e), sizeof *tvm->rules);
    return tvm->rules != NULL ? 0 : vt_error_no_memory(VIR_FROM_TEST);
}

/* True when a rule that is met for the SEENth time (from 0) applies. */
static bool applies(unsigned int seen, unsigned int after, unsigned int times)
{
    return seen >= after && (times == 0 || seen - after < times);
}

static int judge_locked(struct test_vm *tvm, const char *call, struct verdict *v)
    VT_REQUIRES(tvm->vm.lock);
static int judge_locked(struct test_vm *tvm, const char *call, struct verdict *v)
{
    const struct domain_embedded *e = tvm->rules_of != NULL ? tvm->rules_of->embedded : NULL;

    vt_mutex_held(&tvm->vm.lock);
    if (n_rules(e) == 0)
        return 0;
    if (need_rules_locked(tvm, e) < 0)
        return -1;
    for (unsigned int i = 0; i < e->n_faults; i++) {
        const struct domain_fault *f = &e->faults[i];
        if (strcmp(f->call, call) != 0 || !applies(tvm->rules[i].seen++, f->after, f->times) ||
            v->code != 0)
            continue;
        v->code = f->code;
        v->message = strdup(f->message != NULL ? f->message : "the script of the domain wants it");
        if (v->message == NULL)
            return vt_error_no_memory(VIR_FROM_TEST);
    }
    for (unsigned int i = 0; i < e->n_delays; i++) {
        const struct domain_delay *d = &e->delays[i];
        if (strcmp(d->call, call) == 0 && applies(tvm->rules[e->n_faults + i].seen++, 0, d->times))
            v->delay_ms += d->ms;
    }
    return 0;
}

static int judge(struct test_vm *tvm, const char *call, struct verdict *v)
{
    VT_LOCK_SCOPE(&tvm->vm.lock);

    return judge_locked(tvm, call, v);
}

static void wait_ms(unsigned int ms)
{
    struct timespec left = {.tv_sec = ms / 1000, .tv_nsec = (long)(ms % 1000) * 1000000};

    vt_lock_none_held("a scripted delay");
    while (clock_nanosleep(CLOCK_MONOTONIC, 0, &left, &left) != 0)
        ;
}

int test_script_run_(struct test_vm *tvm, const char *call)
{
    struct verdict v = {0, 0, NULL};
    int rv = judge(tvm, call, &v);
    VT_AUTOFREE char *message = v.message;

    if (rv < 0)
        return -1;
    if (v.delay_ms > 0)
        wait_ms(v.delay_ms);
    if (v.code == 0)
        return 0;
    return vt_error(VIR_FROM_TEST, v.code, "%s of domain '%s' fails: %s", call, tvm->vm.obj->name,
                    message);
}
