/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Small files of sysfs: what a device says of itself, and what it is told. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "util/compiler.h"

/* Bytes of one attribute.  Source: Linux, Documentation/filesystems/sysfs.rst: a page. */
#define SYSFS_MAX 65536

/* The text of folder/attr without the newline at its end; NULL when there is none, or it cannot be read.
 * @ret_failed  set when memory ran out, else untouched
 * Owner        the caller frees */
char *sysfs_text(const char *folder, const char *attr, bool *ret_failed) VT_WARN_UNUSED;

/* The same of a file of bytes. */
char *sysfs_bytes(const char *folder, const char *attr, size_t *ret_len,
                  bool *ret_failed) VT_WARN_UNUSED;

/* A number of that base in folder/attr, "0x" in front or not.  False when there is none; memory that
 * runs out sets *ret_failed. */
bool sysfs_number(const char *folder, const char *attr, int base, unsigned long long *ret,
                  bool *ret_failed) VT_WARN_UNUSED;
/* The same of a text: the whole of it is the number. */
bool sysfs_is_number(const char *text, int base, unsigned long long *ret) VT_WARN_UNUSED;

/* The last name of where the link folder/attr leads; as sysfs_text. */
char *sysfs_link(const char *folder, const char *attr, bool *ret_failed) VT_WARN_UNUSED;

/* Whether folder/attr is there.  Memory that runs out sets *ret_failed. */
bool sysfs_has(const char *folder, const char *attr, bool *ret_failed);

/* Writes a text in one piece into folder/attr, which is there.  0, or a negative errno: the kernel's
 * answer. */
int sysfs_write(const char *folder, const char *attr, const char *text) VT_WARN_UNUSED;
