/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Feeds memory dumps: a source of any bytes is refused with a reason, or can be read all over. */
#include "config.h"

#include <libvirt/virterror.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "obj/error.h"
#include "peek/elf_source.h"
#include "peek/memory.h"
#include "util/file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MAX_LOOKS 64

static void look(struct peek_source *source)
{
    struct peek *peek = peek_new(VIR_FROM_TEST, "fuzz");
    uint64_t step = source->size / MAX_LOOKS + 1;
    char buf[64];

    if (peek == NULL || peek_set_source(peek, source) < 0)
        abort();
    for (uint64_t at = 0; at < source->size; at += step) {
        (void)peek_memory(peek, at, sizeof buf, buf, PEEK_PHYSICAL, 0);
        (void)peek_memory(peek, at, sizeof buf, buf, PEEK_VIRTUAL, 0);
    }
    peek_unref(peek);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    int fd = memfd_create("fuzz", MFD_CLOEXEC);
    struct peek_source *source;

    if (fd < 0 || vt_write_all(fd, data, size) < 0)
        abort();
    source = peek_elf_source_new(fd, "fuzz", size, VIR_FROM_TEST);
    if (source == NULL) {
        if (vt_error_last()->code == VIR_ERR_OK)
            abort(); /* refused without saying why */
        (void)close(fd);
    } else {
        look(source);
        peek_source_unref(source);
    }
    vt_error_reset();
    return 0;
}
