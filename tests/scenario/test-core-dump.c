/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Core dumps: an ELF file, and a guest that goes on. */
#include "config.h"

#include <elf.h>
#include <sys/stat.h>

#include "scenario/scenario.h"

#define RAM ((size_t)SCN_MEM_KIB * 1024)

static void header(const char *path)
{
    size_t len;
    char *data = scn_read(path, &len);
    Elf64_Ehdr eh;

    CHECK(len > sizeof eh);
    memcpy(&eh, data, sizeof eh);
    CHECK(memcmp(eh.e_ident, ELFMAG, SELFMAG) == 0);
    CHECK(eh.e_ident[EI_CLASS] == ELFCLASS64 && eh.e_type == ET_CORE && eh.e_machine == EM_X86_64);
    /* Xen's cores have sections, and no segments. */
    if (scn_xen())
        CHECK(eh.e_shnum >= 2 && eh.e_shoff + (size_t)eh.e_shnum * sizeof(Elf64_Shdr) <= len);
    else
        CHECK(eh.e_phnum >= 2 && eh.e_phoff + (size_t)eh.e_phnum * sizeof(Elf64_Phdr) <= len);
    CHECK(len >= RAM);
    free(data);
}

static void refusals(virDomainPtr dom)
{
    virConnectPtr ro = scn_open_ro();
    virDomainPtr other = virDomainLookupByName(ro, "one");
    char *long_path = calloc(1, 5000);
    int n = scn_entries();

    CHECK(long_path != NULL);
    memset(long_path, '/', 4999);
    FAILS(virDomainCoreDump(dom, NULL, 0), VIR_ERR_INVALID_ARG);
    FAILS(virDomainCoreDump(dom, scn_path("x"), 1), VIR_ERR_INVALID_ARG);
    FAILS(virDomainCoreDump(dom, long_path, 0), VIR_ERR_INTERNAL_ERROR);
    FAILS(virDomainCoreDump(dom, "/no/such/folder/x", 0), VIR_ERR_SYSTEM_ERROR);
    FAILS(virDomainCoreDump(dom, scn_folder(), 0), VIR_ERR_SYSTEM_ERROR);
    FAILS(virDomainCoreDump(other, scn_path("x"), 0), VIR_ERR_OPERATION_DENIED);
    CHECK(scn_runs(dom));
    OK(virDomainDestroy(dom));
    FAILS(virDomainCoreDump(dom, scn_path("x"), 0), VIR_ERR_INTERNAL_ERROR);
    CHECK_INT(scn_entries(), n);
    OK(virDomainFree(other));
    CHECK_INT(virConnectClose(ro), 0);
    free(long_path);
}

int main(void)
{
    virConnectPtr conn = scn_open();
    virDomainPtr dom = scn_start(conn, "one", "");
    char old[4096];
    struct stat st;
    int id = (int)virDomainGetID(dom);

    CHECK(getcwd(old, sizeof old) != NULL && chdir(scn_folder()) == 0);
    OK(virDomainCoreDump(dom, "core", 0)); /* relative to the caller's folder */
    CHECK(chdir(old) == 0);
    CHECK_INT(scn_entries(), 1);
    CHECK(stat(scn_path("core"), &st) == 0 && (st.st_mode & 077) == 0);
    CHECK(scn_runs(dom));
    CHECK_INT(virDomainGetID(dom), id);
    OK(virDomainSuspend(dom));
    OK(virDomainCoreDump(dom, scn_path("core"), 0)); /* over the older one */
    CHECK_INT(scn_state(dom), VIR_DOMAIN_PAUSED);
    OK(virDomainResume(dom));
    header(scn_path("core"));
    refusals(dom);
    scn_drop(dom);
    CHECK_INT(virConnectClose(conn), 0);
    return 0;
}
