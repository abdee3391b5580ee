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

void test_script_install_locked(struct vm *vm)
{
    struct test_vm *tvm = test_vm_of(vm);
    struct domain_def *def = vm->live != NULL ? vm->live : vm->config;
    const struct domain_embedded *e = def != NULL ? def->embedded : NULL;
    size_t n = e != NULL ? (size_t)e->n_faults + e->n_delays : 0;

    vt_mutex_held(&vm->lock);
    if (tvm->rules_of == def)
        return;
    free(tvm->rules);
    tvm->rules = n > 0 ? calloc(n, sizeof *tvm->rules) : NULL;
    domain_def_unref(tvm->rules_of);
    tvm->rules_of = def != NULL ? domain_def_ref(def) : NULL;
    atomic_store_explicit(&tvm->scripted, tvm->rules != NULL, memory_order_relaxed);
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
    const struct domain_embedded *e;

    vt_mutex_held(&tvm->vm.lock);
    if (tvm->rules == NULL)
        return 0;
    e = tvm->rules_of->embedded;
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
    return vt_error(VIR_FROM_TEST, v.code, "%s of domain '%s' fails: %s", call,
                    tvm->vm.obj->name, message);
}
