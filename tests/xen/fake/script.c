/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Calls of the table that fail or hang because a test wants it. */
#include "fake.h"

#include <stdarg.h>

#define MAX_OPS 64

/* What a test has asked of one operation. */
static struct script {
    char *op;
    uint64_t calls, let_go; /* hangs that began before a let_go are over */
    unsigned int hanging;
    uint32_t fail_domid, hang_domid;
    int err;
    unsigned int times; /* failures to come; 0: no end */
    uint64_t hang_ns;   /* 0: none */
} scripts[MAX_OPS];

static struct script *script_locked(const char *op) VT_REQUIRES(fake.lock);
static struct script *script_locked(const char *op)
{
    size_t i = 0;

    vt_mutex_held(&fake.lock);
    while (i < MAX_OPS && scripts[i].op != NULL && strcmp(scripts[i].op, op) != 0)
        i++;
    if (i == MAX_OPS)
        abort();
    if (scripts[i].op == NULL)
        scripts[i].op = fake_format("%s", op);
    return &scripts[i];
}

void fake_scripts_reset_locked(void)
{
    vt_mutex_held(&fake.lock);
    for (size_t i = 0; i < MAX_OPS; i++)
        free(scripts[i].op);
    memset(scripts, 0, sizeof scripts);
}

int fake_fail(struct xen_fail *fail, int err, const char *fmt, ...)
{
    va_list args;

    fail->err = err;
    va_start(args, fmt);
    (void)vsnprintf(fail->text, sizeof fail->text, fmt, args);
    va_end(args);
    return -err;
}

static bool concerns(uint32_t scripted, uint32_t domid)
{
    return scripted == FAKE_ANY_DOMAIN || scripted == domid;
}

int fake_gate_locked(const char *op, uint32_t domid, struct xen_fail *fail)
{
    struct script *s = script_locked(op);
    uint64_t before = s->let_go, deadline;

    vt_mutex_held(&fake.lock);
    s->calls++;
    if (s->hang_ns != 0 && concerns(s->hang_domid, domid)) {
        deadline = vt_now_ns() + s->hang_ns;
        s->hanging++;
        vt_cond_broadcast(&fake.hung);
        while (s->let_go == before && vt_cond_wait(&fake.changed, &fake.lock, deadline))
            continue;
        s->hanging--;
    }
    if (s->err == 0 || !concerns(s->fail_domid, domid))
        return 0;
    (void)fake_fail(fail, s->err, "the host was told to fail");
    if (s->times > 0 && --s->times == 0)
        s->err = 0;
    return -fail->err;
}

void fake_control_fail(const char *op, uint32_t domid, int err, unsigned int times)
{
    VT_LOCK_SCOPE(&fake.lock);
    struct script *s = script_locked(op);

    s->err = err;
    s->fail_domid = domid;
    s->times = times;
}

void fake_control_hang(const char *op, uint32_t domid, unsigned int ms)
{
    VT_LOCK_SCOPE(&fake.lock);
    struct script *s = script_locked(op);

    s->hang_ns = ms * VT_NS_PER_MS;
    s->hang_domid = domid;
}

void fake_control_let_go(const char *op)
{
    VT_LOCK_SCOPE(&fake.lock);
    struct script *s = script_locked(op);

    s->err = 0;
    s->hang_ns = 0;
    s->let_go++;
    vt_cond_broadcast(&fake.changed);
}

bool fake_control_hanging(const char *op, unsigned int n, unsigned int ms)
{
    VT_LOCK_SCOPE(&fake.lock);
    struct script *s = script_locked(op);
    uint64_t deadline = vt_now_ns() + ms * VT_NS_PER_MS;

    while (s->hanging < n && vt_cond_wait(&fake.hung, &fake.lock, deadline))
        continue;
    return s->hanging >= n;
}

uint64_t fake_control_calls(const char *op)
{
    VT_LOCK_SCOPE(&fake.lock);

    return script_locked(op)->calls;
}
