/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Feeds a PV guest's memory: whatever it publishes as its list of frames and its page tables, reads
 * fail with a reason or give bytes, only numbers that are frames are asked for, and nothing stays
 * mapped.
 *
 * The first byte of the input says how wide the guest is; then come records of 11 bytes: a frame (4
 * bits; the top bit: written only when something is mapped, one at a time), a word in it (16 bits),
 * its value (64 bits).  Frame 0 is the shared info page. */
#include "config.h"

#include <errno.h>
#include <libvirt/virterror.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "obj/error.h"
#include "peek/foreign.h"
#include "peek/memory.h"
#include "peek/tend.h"
#include "util/clock.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define FRAMES 16u
#define RECORD 11

static struct {
    int fd;
    unsigned char *base;
    const uint8_t *late, *end; /* records that are written while something is mapped */
    bool narrow;
    int n_maps;
} guest;

static void write_record(const uint8_t *r)
{
    uint16_t word;
    uint64_t value;

    memcpy(&word, r + 1, sizeof word);
    memcpy(&value, r + 3, sizeof value);
    /* Words of 4 bytes are enough for both widths. */
    memcpy(guest.base + (size_t)(r[0] % FRAMES) * 4096 + word % 1023 * 4, &value, sizeof value);
}

static const uint8_t *next_record(const uint8_t *at, bool late)
{
    while (guest.end - at >= RECORD && (at[0] >> 7) != late)
        at += RECORD;
    return at;
}

static int info(void *opaque, struct peek_foreign_info *ret)
{
    (void)opaque;
    ret->width = guest.narrow ? 4 : 8;
    ret->total_pages = FRAMES;
    return 0;
}

static int gone(void *opaque, bool *ret_gone)
{
    (void)opaque;
    *ret_gone = false;
    return 0;
}

static void *map_frames(void *opaque, const uint64_t *frames, size_t n, int *err, int *ret_errno)
{
    char *map = mmap(NULL, n * 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    size_t good = 0;

    (void)opaque;
    if (map == MAP_FAILED)
        abort();
    for (size_t i = 0; i < n; i++) {
        if (frames[i] >= PEEK_FOREIGN_FRAME_LIMIT)
            abort();
        err[i] = frames[i] < FRAMES ? 0 : -EINVAL;
        if (err[i] != 0)
            continue;
        good++;
        if (mmap(map + i * 4096, 4096, PROT_READ, MAP_SHARED | MAP_FIXED, guest.fd,
                 (off_t)frames[i] * 4096) == MAP_FAILED)
            abort();
    }
    guest.late = next_record(guest.late, true);
    if (guest.end - guest.late >= RECORD) {
        write_record(guest.late);
        guest.late += RECORD;
    }
    if (good == 0) {
        (void)munmap(map, n * 4096);
        *ret_errno = EINVAL;
        return NULL;
    }
    guest.n_maps++;
    return map;
}

static void unmap_frames(void *opaque, void *map, size_t n)
{
    (void)opaque;
    guest.n_maps--;
    if (munmap(map, n * 4096) < 0)
        abort();
}

static int get_regs(void *opaque, unsigned int vcpu, struct peek_regs *ret)
{
    (void)opaque;
    (void)vcpu;
    ret->cr3 = UINT64_C(1) << 12;
    return 0;
}

static const struct peek_foreign_ops ops = {
    .info = info, .gone = gone, .map = map_frames, .unmap = unmap_frames, .regs = get_regs};

static void look(struct peek *peek)
{
    static const uint64_t at[] = {0,
                                  0x1ff0,
                                  0x5000,
                                  0x1ffff0,
                                  0xffff0000,
                                  UINT64_C(0xffff880000000ff8),
                                  UINT64_C(0xffffffff80000000)};
    unsigned char buf[8192];

    for (size_t i = 0; i < sizeof at / sizeof at[0]; i++) {
        for (unsigned int flags = PEEK_VIRTUAL; flags <= PEEK_PHYSICAL; flags++) {
            if (peek_memory(peek, at[i], sizeof buf, buf, flags, 0) < 0 &&
                vt_error_last()->code == VIR_ERR_OK)
                abort(); /* refused without saying why */
            vt_error_reset();
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct peek_source *source;
    struct peek *peek;

    if (size < 1)
        return 0;
    if (guest.base == NULL) {
        guest.fd = memfd_create("guest", MFD_CLOEXEC);
        if (guest.fd < 0 || ftruncate(guest.fd, FRAMES * 4096) < 0)
            abort();
        guest.base = mmap(NULL, FRAMES * 4096, PROT_READ | PROT_WRITE, MAP_SHARED, guest.fd, 0);
        if (guest.base == MAP_FAILED)
            abort();
    }
    memset(guest.base, 0, FRAMES * 4096);
    guest.narrow = data[0] & 1;
    guest.late = data + 1;
    guest.end = data + size;
    for (const uint8_t *at = next_record(data + 1, false); guest.end - at >= RECORD;
         at = next_record(at + RECORD, false))
        write_record(at);
    source = peek_foreign_new(&ops, &guest, "fuzz", 1, VIR_FROM_TEST);
    peek = peek_new(VIR_FROM_TEST, "fuzz");
    if (source == NULL || peek == NULL || peek_set_source(peek, source) < 0)
        abort();
    (void)peek_source_unref(source);
    look(peek);
    (void)peek_tend(vt_now_ns());
    look(peek);
    (void)peek_unref(peek);
    if (guest.n_maps != 0)
        abort();
    return 0;
}
