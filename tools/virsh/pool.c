/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Storage pools and volumes as commands need them. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "listing.h"
#include "pool.h"
#include "report.h"
#include "shell.h"
#include "size.h"
#include "util/compiler.h"
#include "util/uuid.h"

virStoragePoolPtr pool_find_text(struct shell *sh, const char *text, unsigned int how)
{
    unsigned char uuid[VT_UUID_LEN];
    virStoragePoolPtr pool = NULL;

    if ((how & POOL_BY_UUID) && vt_uuid_parse_canonical(text, uuid))
        pool = virStoragePoolLookupByUUID(sh->conn, uuid);
    if (pool == NULL && (how & POOL_BY_NAME))
        pool = virStoragePoolLookupByName(sh->conn, text);
    if (pool == NULL)
        report_error(sh, "there is no storage pool '%s'%s", text,
                     how == POOL_BY_UUID   ? " by UUID"
                     : how == POOL_BY_NAME ? " by name"
                                           : "");
    else
        report_forget(sh);
    return pool;
}

virStoragePoolPtr pool_find(struct shell *sh, const struct cmd *cmd, unsigned int how)
{
    return pool_find_text(sh, cmd_text(cmd, "pool"), how);
}

/* Whether VOL is in POOL, or POOL is NULL. */
static bool is_in_pool(virStorageVolPtr vol, virStoragePoolPtr pool)
{
    POOL_SCOPE virStoragePoolPtr its_pool = NULL;

    if (pool == NULL)
        return true;
    its_pool = virStoragePoolLookupByVolume(vol);
    return its_pool != NULL &&
           strcmp(virStoragePoolGetName(its_pool), virStoragePoolGetName(pool)) == 0;
}

virStorageVolPtr vol_find_text(struct shell *sh, virStoragePoolPtr pool, const char *text)
{
    VOL_SCOPE virStorageVolPtr vol = NULL;
    virStorageVolPtr found = NULL;

    if (pool != NULL)
        vol = virStorageVolLookupByName(pool, text);
    if (pool != NULL && vol == NULL && !report_is_code(sh, VIR_ERR_NO_STORAGE_VOL)) {
        report_error(sh, "cannot look for volume '%s' in the storage pool '%s'", text,
                     virStoragePoolGetName(pool));
        return NULL;
    }
    if (vol == NULL)
        vol = virStorageVolLookupByKey(sh->conn, text);
    if (vol == NULL)
        vol = virStorageVolLookupByPath(sh->conn, text);
    if (vol != NULL && is_in_pool(vol, pool)) {
        found = vol;
        vol = NULL;
        report_forget(sh);
    } else if (pool != NULL) {
        report_error(sh, "the storage pool '%s' has no volume '%s'", virStoragePoolGetName(pool),
                     text);
    } else {
        report_error(sh, "there is no volume with the key or path '%s'; a name needs its pool",
                     text);
    }
    return found;
}

virStorageVolPtr vol_find(struct shell *sh, const struct cmd *cmd)
{
    POOL_SCOPE virStoragePoolPtr pool = NULL;

    if (cmd_option_index(cmd->def, "pool") >= 0 && cmd_given(cmd, "pool")) {
        pool = pool_find(sh, cmd, POOL_BY_ANY);
        if (pool == NULL)
            return NULL;
    }
    return vol_find_text(sh, pool, cmd_text(cmd, "vol"));
}

int pool_list(struct shell *sh, bool active, struct words *ret)
{
    const char *what = active ? "active storage pools" : "inactive storage pools";
    int room = 0;
    char **names = listing_room(sh,
                                active ? virConnectNumOfStoragePools(sh->conn)
                                       : virConnectNumOfDefinedStoragePools(sh->conn),
                                what, &room);

    if (names == NULL)
        return -1;
    return listing_take(sh, names,
                        active ? virConnectListStoragePools(sh->conn, names, room)
                               : virConnectListDefinedStoragePools(sh->conn, names, room),
                        what, ret);
}

int vol_list(struct shell *sh, virStoragePoolPtr pool, struct words *ret)
{
    const char *what = "volumes of the storage pool";
    int room = 0;
    char **names = listing_room(sh, virStoragePoolNumOfVolumes(pool), what, &room);

    if (names == NULL)
        return -1;
    return listing_take(sh, names, virStoragePoolListVolumes(pool, names, room), what, ret);
}

const char *pool_state_word(int state)
{
    static const char *const words[] = {"inactive", "building", "running", "degraded"};

    return state >= 0 && (size_t)state < VT_N_ELEMENTS(words) ? words[state] : "unknown";
}

const char *vol_type_word(int type)
{
    static const char *const words[] = {"file", "block"};

    return type >= 0 && (size_t)type < VT_N_ELEMENTS(words) ? words[type] : "unknown";
}

void pool_print_size(const char *label, unsigned long long bytes, bool exact)
{
    const char *unit;
    double value = size_scale(bytes, &unit);

    if (exact)
        (void)printf("%-15s %llu\n", label, bytes);
    else
        (void)printf("%-15s %2.2f %s%s\n", label, value, unit, *unit != '\0' ? "B" : "");
}

void pool_add_size(struct columns *c, unsigned long long bytes)
{
    const char *unit;
    double value = size_scale(bytes, &unit);

    if (*unit != '\0')
        columns_addf(c, "%.2f %siB", value, unit);
    else
        columns_addf(c, "%llu B", bytes);
}
