/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Headers of disk images: how large the disk in a file is, and what file it stands on.
 *
 * What a file holds may have been written by a guest, so a header is read only where the user, or whoever made the
 * file, says what format it has, or where a pool is to probe; and nothing in it is believed beyond its bounds.
 * Source of the layouts: the specifications of qcow2 and qed in QEMU's docs/interop, VMware's "Virtual Disk
 * Format 5.0", Microsoft's "Virtual Hard Disk Image Format", the "LUKS On-Disk Format Specification 1.1.1"; for
 * cow, qcow, vdi, bochs, cloop and dmg the files that qemu-img and its testers make. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "util/compiler.h"

#define IMAGE_HEADER_BYTES \
    4096 /* that much of a file is looked at, but for names that stand elsewhere */
#define IMAGE_MAX_NAME 1023 /* bytes of the name of a backing file.  Source: qcow2 */
#define IMAGE_MAX_CHAIN 200 /* files that stand on each other */

struct image_info {
    uint64_t capacity;      /* of the disk in it, bytes; at most INT64_MAX */
    uint64_t backing_at;    /* where the name of the backing file stands in the file; 0 none */
    uint32_t backing_len;   /* 1 to IMAGE_MAX_NAME */
    uint64_t descriptor_at; /* of vmdk: where the text stands that names the backing file; 0 none */
    uint32_t descriptor_len;    /* of that, as far as it is read: 1 to IMAGE_HEADER_BYTES */
    const char *backing_format; /* a format's word, static; NULL: the header tells none */
};

/* What a header says in a format.
 * @format     a word that stands in volumes' <format>
 * @header     the first @len bytes of the file
 * @file_size  bytes
 * Returns     0; -EINVAL it is no such header; -ENOTSUP headers of the format tell nothing: it has the size of
 *             the file; -EFBIG the disk is larger than any file */
int image_parse(const char *format, const uint8_t *header, size_t len, uint64_t file_size,
                struct image_info *ret) VT_WARN_UNUSED;

/* What the descriptor of a vmdk image says of its backing file, which is one as well.
 * @text     descriptor_len bytes from descriptor_at, or what there is of them
 * @info     of the header; backing_at and what belongs to it are set
 * Returns   0; -EINVAL the name is none */
int image_parse_descriptor(const uint8_t *text, size_t len, struct image_info *info) VT_WARN_UNUSED;

/* The format whose header it is; "raw" when it is none.
 * @name  of the file: iso and dmg images are told by how it ends */
const char *image_probe(const uint8_t *header, size_t len, const char *name);

/* The same two of a file.  What is read is read twice, and must agree: a guest may be writing.
 * @format       NULL: it is probed by @name, *ret_format is what it is
 * @ret_backing  the name of the backing file as it stands there; NULL there is none.  The caller frees
 * Returns       as image_parse; -EAGAIN it changes all the time; -ENOMEM, another negative errno of reading */
int image_read(int fd, const char *name, const char *format, const char **ret_format,
               struct image_info *ret, char **ret_backing) VT_WARN_UNUSED;

/* Follows the files that @path stands on to their end, each in the format that the one above it declares, and
 * no further than a format is declared, and no further than there are files.
 * Returns  0, or -1 raised: OPERATION_FAILED more than IMAGE_MAX_CHAIN, which a loop is too, or a header that is
 *          none of the declared format; SYSTEM_ERROR one cannot be read; NO_MEMORY */
int image_check_chain(const char *path, const char *format) VT_WARN_UNUSED;

/* A backing file's name as a path: relative ones are beside the file @of, and one that is no file's, such as
 * nbd://host/x, stays as it is.  The caller frees; NULL: memory ran out. */
char *image_backing_path(const char *of, const char *backing) VT_WARN_UNUSED;
