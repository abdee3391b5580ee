/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Definitions in files: those that others put there are heard of, what is no definition counts for
 * nothing, and one that cannot be written changes nothing. */
#include "config.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "xen/driver_testing.h"

/* Another process puts a file in its place. */
static void put(const char *name, const char *text)
{
    int status;
    char temp[600];

    snprintf(temp, sizeof temp, "%s.new", drv_file(name));
    scn_write(temp, text, strlen(text));
    pid_t pid = fork();
    if (pid == 0) {
        execlp("mv", "mv", "-f", temp, drv_file(name), (char *)NULL);
        _exit(1);
    }
    CHECK(pid > 0 && waitpid(pid, &status, 0) == pid && status == 0);
}

static void put_definition(const char *file, const char *name, const char *more)
{
    char *xml = scn_xml(name, more);

    put(file, xml);
    free(xml);
}

static void by_others(virConnectPtr conn)
{
    put_definition("theirs", "theirs", "");
    EXPECT("theirs", EV(DEFINED, ADDED));
    virDomainPtr dom = drv_find(conn, "theirs");
    char *xml = virDomainGetXMLDesc(dom, 0), *longer = NULL, *end;
    CHECK((end = strstr(xml, "<memory>")) != NULL);
    CHECK(asprintf(&longer, "%.*s<description>new</description>%s", (int)(end - xml), xml, end) >
          0);
    put("theirs", longer);
    EXPECT("theirs", EV(DEFINED, UPDATED));
    CHECK(scn_xml_has(dom, 0, "<description>new</description>"));
    OK(virDomainCreate(dom));
    EXPECT("theirs", EV(STARTED, BOOTED));
    CHECK(unlink(drv_file("theirs")) == 0); /* it runs on, and nothing stays of it */
    EXPECT("theirs", EV(UNDEFINED, REMOVED));
    CHECK(scn_runs(dom));
    OK(virDomainDestroy(dom));
    EXPECT("theirs", EV(STOPPED, DESTROYED));
    FAILS(virDomainCreate(dom), VIR_ERR_NO_DOMAIN);
    OK(virDomainFree(dom));
    put("theirs", xml);
    EXPECT("theirs", EV(DEFINED, ADDED));
    CHECK(unlink(drv_file("theirs")) == 0);
    EXPECT("theirs", EV(UNDEFINED, REMOVED));
    free(longer);
    free(xml);
}

/* None of these hangs, or is shown. */
static void no_definitions(virConnectPtr conn)
{
    put("garbage", "\x7f not a document");
    put("empty", "");
    put("half", "<domain type='xen'><name>half</name>");
    put_definition("another", "name", "");
    CHECK(mkfifo(drv_file("fifo"), 0600) == 0 && mkdir(drv_file("folder"), 0700) == 0);
    CHECK(symlink("/dev/zero", drv_file("zero")) == 0);
    put_definition("good", "good", "");
    EXPECT("good", EV(DEFINED, ADDED));
    CHECK_INT(virConnectNumOfDefinedDomains(conn), 1);
    const char *const names[] = {"garbage", "empty", "half", "another", "fifo", "zero"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        CHECK(unlink(drv_file(names[i])) == 0);
    CHECK(rmdir(drv_file("folder")) == 0);
    virDomainPtr dom = drv_find(conn, "good");
    OK(virDomainUndefine(dom));
    EXPECT("good", EV(UNDEFINED, REMOVED));
    OK(virDomainFree(dom));
}

/* The disk is full in the middle of a definition: the older one is whole, and in force. */
static void disk_full(virConnectPtr conn)
{
    virDomainPtr dom = scn_define(conn, "mine", "<description>old</description>");
    struct rlimit before, tiny = {100, RLIM_INFINITY};
    size_t len, len_after;
    char *xml = scn_xml("mine", "<description>new</description>");
    char *file = scn_read(drv_file("mine"), &len), *after;

    EXPECT("mine", EV(DEFINED, ADDED));
    CHECK(signal(SIGXFSZ, SIG_IGN) == SIG_DFL && getrlimit(RLIMIT_FSIZE, &before) == 0);
    tiny.rlim_max = before.rlim_max;
    CHECK(setrlimit(RLIMIT_FSIZE, &tiny) == 0);
    FAILS_NULL(virDomainDefineXML(conn, xml), VIR_ERR_SYSTEM_ERROR);
    FAILS(virDomainSetMaxMemory(dom, 32768), VIR_ERR_SYSTEM_ERROR);
    char *other = scn_xml("another", "");
    FAILS_NULL(virDomainDefineXML(conn, other), VIR_ERR_SYSTEM_ERROR);
    CHECK(setrlimit(RLIMIT_FSIZE, &before) == 0);
    EXPECT("mine");
    FAILS_NULL(virDomainLookupByName(conn, "another"), VIR_ERR_NO_DOMAIN);
    CHECK(scn_xml_has(dom, 0, "<description>old</description>"));
    CHECK_INT(virDomainGetMaxMemory(dom), SCN_MEM_KIB);
    after = scn_read(drv_file("mine"), &len_after);
    CHECK(len == len_after && memcmp(file, after, len) == 0);
    scn_drop(dom);
    EXPECT("mine", EV(UNDEFINED, REMOVED));
    free(file);
    free(after);
    free(other);
    free(xml);
}

/* What is defined is found by whoever comes later. */
static void kept(void)
{
    virConnectPtr conn = scn_open();
    virDomainPtr dom = scn_define(conn, "kept", "<description>it</description>");
    char uuid[VIR_UUID_STRING_BUFLEN];
    int on = 0;

    OK(virDomainGetUUIDString(dom, uuid));
    OK(virDomainSetAutostart(dom, 1));
    OK(virDomainFree(dom));
    CHECK_INT(virConnectClose(conn), 0);
    conn = scn_open();
    dom = virDomainLookupByUUIDString(conn, uuid);
    CHECK(dom != NULL && scn_xml_has(dom, 0, "<description>it</description>"));
    OK(virDomainGetAutostart(dom, &on));
    CHECK_INT(on, 1);
    scn_drop(dom);
    CHECK_INT(virConnectClose(conn), 0);
}

/* There is no folder, and none can be made. */
static void no_folder(void)
{
    char below[600];
    virConnectPtr conn;
    char *xml = scn_xml("mine", "");

    scn_write(scn_path("file"), "", 0);
    snprintf(below, sizeof below, "%s/config", scn_path("file"));
    CHECK(setenv("VITRINE_CONFIG_DIR", below, 1) == 0);
    conn = scn_open();
    FAILS_NULL(virDomainDefineXML(conn, xml), VIR_ERR_SYSTEM_ERROR);
    CHECK_INT(virConnectNumOfDefinedDomains(conn), 0);
    FAILS_NULL(virDomainLookupByName(conn, "mine"), VIR_ERR_NO_DOMAIN);
    virDomainPtr dom = virDomainCreateXML(conn, xml, 0); /* that needs none */
    CHECK(dom != NULL);
    OK(virDomainDestroy(dom));
    OK(virDomainFree(dom));
    CHECK_INT(virConnectClose(conn), 0);
    free(xml);
}

int main(void)
{
    (void)drv_fake();
    (void)scn_folder();
    kept(); /* the folder is there from now on */
    loop_start(1);
    virConnectPtr conn = scn_open();
    OK(virConnectDomainEventRegister(conn, on_event, heard, NULL));
    by_others(conn);
    no_definitions(conn);
    disk_full(conn);
    CHECK_INT(virConnectClose(conn), 0);
    loop_stop();
    no_folder();
    return 0;
}
