/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Pools that are a volume group of LVM2: what their files share. */
#pragma once

#include "storage/lvm.h"

/* The name of the group: of the source, else of the pool.  NULL raised: XML_ERROR no group can have it. */
const char *logical_group(const struct storage_pool_def *def) VT_WARN_UNUSED;
/* 1 the group is there, 0 there is none of the name, -1 raised. */
int logical_read_group(const struct storage_pool_def *def, const char *group,
                       struct lvm_group *ret) VT_WARN_UNUSED;
/* Its volumes, active or not.  0, -1 raised. */
int logical_read_volumes(const struct storage_pool_def *def, const char *group,
                         struct lvm_volumes *ret) VT_WARN_UNUSED;
/* Raises what a parser said of the output of @tool.  Always -1. */
int logical_bad_output(const struct storage_pool_def *def, const char *tool, int r);

int logical_build(const struct storage_pool_def *def, unsigned int flags);
int logical_destroy(const struct storage_pool_def *def, unsigned int flags);
int logical_vol_make(const struct storage_pool_def *def, const struct storage_vol_def *vol,
                     unsigned long long capacity, unsigned long long allocation);
int logical_vol_remove(const struct storage_pool_def *def, const char *name, const char *path);
