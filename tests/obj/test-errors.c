/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The last error: per thread, per connection, copied, saved, handled, printed. */
#include "config.h"

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>
#include <pthread.h>
#include <unistd.h>

#include "testing.h"

static int handled;
static virConnectPtr shared;

static void count(void *data, virErrorPtr err)
{
    CHECK(err->code != VIR_ERR_OK && err->message != NULL);
    ++*(int *)data;
}

/* A handler may call anything; that must not change what its caller sees. */
static void call_back(void *data, virErrorPtr err)
{
    int code = err->code;

    count(data, err);
    virDomainPtr dom = virDomainLookupByName(shared, "test");
    CHECK(dom != NULL && virDomainFree(dom) == 0);
    CHECK(err->code == code);
}

static void fail(virConnectPtr conn)
{
    CHECK(virDomainLookupByName(conn, "no such domain") == NULL);
}

static void last_error(void)
{
    virError copy;
    virErrorPtr saved;

    CHECK(virGetLastError() == NULL);
    saved = virSaveLastError();
    CHECK(saved != NULL && saved->code == VIR_ERR_OK);
    virFreeError(saved);
    fail(shared);
    CHECK_INT(virGetLastError()->code, VIR_ERR_NO_DOMAIN);
    CHECK_INT(virGetLastError()->domain, VIR_FROM_TEST);
    CHECK_INT(virGetLastError()->int1, -1);
    CHECK_INT(virCopyLastError(&copy), VIR_ERR_NO_DOMAIN);
    CHECK_STR(copy.message, virGetLastError()->message);
    CHECK(copy.message != virGetLastError()->message);
    saved = virSaveLastError();
    CHECK_INT(virConnectNumOfDomains(shared), 1); /* a good call clears it */
    CHECK(virGetLastError() == NULL);
    CHECK_INT(virCopyLastError(NULL), -1);
    CHECK_INT(saved->code, VIR_ERR_NO_DOMAIN);
    virFreeError(saved);
    virFreeError(NULL);
    virResetError(&copy);
    CHECK(copy.code == VIR_ERR_OK && copy.message == NULL);
    virResetError(NULL);
}

static void connection_error(void)
{
    virError copy;

    virConnResetLastError(shared);
    CHECK_INT(virConnGetLastError(shared)->code, VIR_ERR_OK);
    fail(shared);
    CHECK_INT(virConnectNumOfDomains(shared), 1);
    CHECK_INT(virConnGetLastError(shared)->code, VIR_ERR_NO_DOMAIN); /* outlives good calls */
    CHECK_INT(virConnCopyLastError(shared, &copy), VIR_ERR_NO_DOMAIN);
    virResetError(&copy);
    CHECK(virConnGetLastError(NULL) == NULL);
    CHECK_INT(virConnCopyLastError(NULL, &copy), -1);
    virConnResetLastError(shared);
    CHECK_INT(virConnCopyLastError(shared, &copy), 0);
}

static void handlers(void)
{
    int mine = 0, before = handled;

    fail(shared);
    CHECK_INT(handled, before + 1);
    virConnSetErrorFunc(shared, &mine, call_back);
    fail(shared);
    CHECK_INT(mine, 1);
    CHECK_INT(handled, before + 1);
    CHECK_INT(virGetLastError()->code, VIR_ERR_NO_DOMAIN);
    CHECK(virConnectOpen("no-such-scheme") == NULL); /* no connection: the global one */
    CHECK_INT(handled, before + 2);
    virConnSetErrorFunc(shared, NULL, NULL);
}

static void default_print(void)
{
    char text[256];
    int fds[2], old = dup(2);
    ssize_t n;

    CHECK(pipe(fds) == 0 && dup2(fds[1], 2) == 2);
    virSetErrorFunc(NULL, NULL);
    fail(shared);
    CHECK(dup2(old, 2) == 2);
    close(old);
    close(fds[1]);
    n = read(fds[0], text, sizeof text - 1);
    CHECK(n > 0);
    text[n] = '\0';
    close(fds[0]);
    CHECK(strncmp(text, "libvir: Test error : ", 21) == 0);
    CHECK(text[n - 1] == '\n');
    virSetErrorFunc(&handled, count);
}

static void *other_thread(void *arg)
{
    char name[32];

    CHECK(virGetLastError() == NULL);
    for (int i = 0; i < 500; i++) {
        snprintf(name, sizeof name, "none-%ld-%d", (long)(size_t)arg, i);
        CHECK(virDomainLookupByName(shared, name) == NULL);
        CHECK(strstr(virGetLastError()->message, name) != NULL);
        CHECK(strstr(virConnGetLastError(shared)->message, name) != NULL); /* its own */
    }
    return NULL;
}

static void quiet(void *data, virErrorPtr err)
{
    (void)data, (void)err;
}

int main(void)
{
    pthread_t t[8];

    virResetLastError(); /* before anything else */
    CHECK(virGetLastError() == NULL);
    virSetErrorFunc(&handled, count);
    shared = virConnectOpen("test:///default");
    CHECK(shared != NULL);
    last_error();
    connection_error();
    handlers();
    default_print();
    virSetErrorFunc(NULL, quiet);
    for (size_t i = 0; i < 8; i++)
        CHECK(pthread_create(&t[i], NULL, other_thread, (void *)i) == 0);
    for (int i = 0; i < 8; i++)
        pthread_join(t[i], NULL);
    CHECK_INT(virConnectClose(shared), 0);
    return 0;
}
