/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Every refusal of every call, from the generated table: bad handles of four kinds, read-only
 * connections, each bad argument, drivers without the function. */
#include "config.h"

#include "refusals/fixture.h"
#include "testing.h"

static int refusals;

static void expect(const struct refusal_row *row, const struct refusal *r, int code,
                   const char *what)
{
    virErrorPtr err;

    virResetLastError();
    if (!row->run(r)) {
        fprintf(stderr, "%s does not fail with %s\n", row->call->name, what);
        exit(1);
    }
    err = virGetLastError();
    if (err == NULL || err->code != code || err->message == NULL) {
        fprintf(stderr, "%s with %s: error %d, not %d (%s)\n", row->call->name, what,
                err ? err->code : 0, code, err && err->message ? err->message : "no message");
        exit(1);
    }
    CHECK_INT(err->int1, 0);
    refusals++;
}

/* Calls about errors answer to bad connections without raising. */
static bool raises(const struct refusal_row *row)
{
    return strncmp(row->call->name, "virConn", 7) != 0 ||
           strncmp(row->call->name, "virConnect", 10) == 0;
}

static void bad_handles(const struct refusal_row *row, const struct fixture *f, void *freed)
{
    static max_align_t junk[32];
    struct refusal r = {.handle = f->handle};
    enum vt_class wrong = row->class == VT_CLASS_NETWORK ? VT_CLASS_DOMAIN : VT_CLASS_NETWORK;
    void *const bad[] = {NULL, freed, fixture_handle(f, wrong), junk, (char *)junk + 1};
    const char *const what[] = {"NULL", "a freed handle", "a handle of another class",
                                "memory that is no handle", "a pointer that is not aligned"};

    for (size_t i = 0; i < VT_N_ELEMENTS(bad); i++) {
        r.self = bad[i];
        if (raises(row))
            expect(row, &r, row->call->invalid, what[i]);
        else
            (void)row->run(&r); /* must not crash */
    }
}

static void bad_arguments(const struct refusal_row *row, const struct fixture *f)
{
    struct refusal r = {.self = fixture_handle(f, row->class), .handle = f->handle};

    for (r.bad = 1; r.bad <= row->bads; r.bad++) {
        char what[40];
        snprintf(what, sizeof what, "bad argument %d", r.bad);
        expect(row, &r, VIR_ERR_INVALID_ARG, what);
    }
    r.bad = 0;
    if (row->slot && !row->by_hand)
        expect(row, &r, VIR_ERR_NO_SUPPORT, "a driver that lacks it");
}

int main(void)
{
    struct fixture rw, ro, gone;
    int calls = 0;

    virSetErrorFunc(NULL, (virErrorFunc)(void (*)(void))virResetError); /* prints nothing */
    fixture_init(&rw, false);
    fixture_init(&ro, true);
    fixture_init(&gone, false);
    fixture_done(&gone);
    for (const struct refusal_row *row = refusal_rows; row->call != NULL; row++, calls++) {
        const struct refusal on_ro = {.self = fixture_handle(&ro, row->class), .handle = ro.handle};
        bad_handles(row, &rw, fixture_handle(&gone, row->class));
        bad_arguments(row, &rw);
        if (row->call->write)
            expect(row, &on_ro, VIR_ERR_OPERATION_DENIED, "a read-only connection");
    }
    fixture_done(&rw);
    fixture_done(&ro);
    printf("%d refusals of %d calls\n", refusals, calls);
    CHECK(calls > 130 && refusals > 800);
    return 0;
}
