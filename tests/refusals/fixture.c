/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Handles of every class on a connection whose drivers do nothing at all. */
#include "config.h"

#include "ops.h"
#include "refusals/fixture.h"
#include "testing.h"
#include "conn/driver.h"

static const struct vt_hypervisor_ops no_hypervisor;
static const struct vt_network_ops no_network;
static const struct vt_storage_ops no_storage;
static const struct vt_nodedev_ops no_nodedev;

static void nothing(virConnectPtr conn)
{
    (void)conn;
}

static enum vt_open declined(virConnectPtr conn, const struct vt_uri *uri, virConnectAuthPtr auth)
{
    (void)conn, (void)uri, (void)auth;
    return VT_OPEN_DECLINED;
}

static const struct vt_driver empty = {.name = "Empty", .open = declined, .close = nothing};

static void object_end(struct vt_object *obj)
{
    (void)obj;
}

static const struct vt_object_class class = {.word = "nothing", .end = object_end};

void fixture_init(struct fixture *f, bool readonly)
{
    static const unsigned char uuid[16] = {1, 2, 3};

    f->conn = vt_connect_new();
    CHECK(f->conn != NULL);
    f->conn->readonly = readonly;
    f->conn->driver = &empty;
    f->conn->end = nothing;
    f->conn->uri = strdup("empty:///");
    f->conn->hypervisor = &no_hypervisor;
    f->conn->network = &no_network;
    f->conn->storage = &no_storage;
    f->conn->nodedev = &no_nodedev;
    f->handle[0] = f->conn;
    for (int i = VT_CLASS_DOMAIN; i < VT_CLASS_END; i++) {
        struct vt_object *obj = vt_object_new(&class, NULL, "nothing", uuid);
        CHECK(obj != NULL);
        f->handle[i - VT_CLASS_CONN] = vt_handle_of((enum vt_class)i, f->conn, obj);
        CHECK(f->handle[i - VT_CLASS_CONN] != NULL);
    }
}

void fixture_done(struct fixture *f)
{
    for (int i = VT_CLASS_DOMAIN; i < VT_CLASS_END; i++)
        vt_handle_unref(f->handle[i - VT_CLASS_CONN]);
    CHECK_INT(virConnectClose(f->conn), 0);
}
