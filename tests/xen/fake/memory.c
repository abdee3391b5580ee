/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The frames of the machine, in a memfd: who has each and how often it is mapped.  Patterns are
 * written when somebody first looks. */
#include "fake.h"

#include <sys/mman.h>
#include <unistd.h>

#include "../guest/pattern.h"

#define MACHINE_BYTES ((size_t)FAKE_MACHINE_PAGES * FAKE_PAGE_SIZE)

static int fd = -1;
static unsigned char *machine;    /* all of it */
static struct fake_frame *frames; /* FAKE_MACHINE_PAGES */
static uint32_t *freed, n_freed;  /* given again first, so that a stale reader meets strangers */
static uint32_t n_fresh;          /* frames from here on were never given */
static uint64_t shuffles;

bool fake_machine_locked(void)
{
    vt_mutex_held(&fake.lock);
    if (machine != NULL)
        return true;
    fd = memfd_create("machine", MFD_CLOEXEC);
    if (fd < 0 || ftruncate(fd, (off_t)MACHINE_BYTES) < 0)
        return false;
    machine = mmap(NULL, MACHINE_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_NORESERVE, fd, 0);
    if (machine == MAP_FAILED)
        abort();
    frames = fake_zalloc(FAKE_MACHINE_PAGES, sizeof *frames);
    freed = fake_zalloc(FAKE_MACHINE_PAGES, sizeof *freed);
    n_fresh = FAKE_FIRST_FRAME;
    return true;
}

void fake_machine_reset_locked(void)
{
    vt_mutex_held(&fake.lock);
    if (machine == NULL)
        return;
    if (munmap(machine, MACHINE_BYTES) < 0)
        abort();
    machine = NULL;
    (void)close(fd);
    fd = -1;
    free(frames);
    free(freed);
    frames = NULL;
    freed = NULL;
    n_freed = 0;
    shuffles = 0;
}

int fake_machine_fd_locked(void)
{
    vt_mutex_held(&fake.lock);
    return fd;
}

uint64_t fake_free_frames_locked(void)
{
    vt_mutex_held(&fake.lock);
    if (!fake_machine_locked())
        return 0;
    return n_freed + (FAKE_MACHINE_PAGES - n_fresh);
}

struct fake_frame *fake_frame_locked(uint64_t frame)
{
    vt_mutex_held(&fake.lock);
    return frames != NULL && frame < FAKE_MACHINE_PAGES ? &frames[frame] : NULL;
}

unsigned char *fake_bytes_locked(uint32_t frame)
{
    struct fake_frame *f = &frames[frame];
    unsigned char *bytes = machine + (size_t)frame * FAKE_PAGE_SIZE;

    vt_mutex_held(&fake.lock);
    if (!f->filled) {
        pattern_fill(bytes, FAKE_PAGE_SIZE, f->owner->seed, f->generation, f->paddr);
        f->filled = true;
    }
    return bytes;
}

uint64_t fake_mapped_locked(const struct fake_domain *d)
{
    uint64_t n = 0;

    vt_mutex_held(&fake.lock);
    for (uint32_t i = FAKE_FIRST_FRAME; frames != NULL && i < n_fresh; i++)
        n += frames[i].owner == d && frames[i].maps > 0;
    return n;
}

static uint64_t dice(void)
{
    return pattern_word(0x5eed, 0, ++shuffles);
}

/* Exchanges runs of eight, then turns some around: neighbours are rare but not unheard of, so that
 * whoever maps runs at once is tested as well. */
static void shuffle(uint32_t *list, size_t n)
{
    size_t runs = n / 8;

    for (size_t i = runs; i > 1; i--) {
        size_t with = dice() % i;
        for (size_t k = 0; k < 8; k++) {
            uint32_t frame = list[(i - 1) * 8 + k];
            list[(i - 1) * 8 + k] = list[with * 8 + k];
            list[with * 8 + k] = frame;
        }
    }
    for (size_t i = 0; i + 1 < n; i += 1 + dice() % 6) {
        uint32_t frame = list[i];
        list[i] = list[i + 1];
        list[i + 1] = frame;
    }
}

void fake_take_locked(struct fake_domain *d, uint32_t *list, size_t n)
{
    vt_mutex_held(&fake.lock);
    for (size_t i = 0; i < n; i++) {
        uint32_t frame = n_freed > 0 ? freed[--n_freed] : n_fresh++;
        if (frame >= FAKE_MACHINE_PAGES)
            abort(); /* the caller has looked how many are free */
        frames[frame] = (struct fake_frame){.owner = d, .used = true};
        list[i] = frame;
    }
    d->held += n;
    d->tot_pages += n;
    if (n > 1)
        shuffle(list, n);
}

static void release_locked(uint32_t frame) VT_REQUIRES(fake.lock);
static void release_locked(uint32_t frame)
{
    struct fake_frame *f = &frames[frame];
    struct fake_domain *d = f->owner;

    vt_mutex_held(&fake.lock);
    if (f->used || f->maps > 0)
        return;
    d->held--;
    if (frame != d->shared_info)
        d->tot_pages--;
    f->owner = NULL;
    freed[n_freed++] = frame;
}

void fake_drop_locked(uint32_t frame)
{
    vt_mutex_held(&fake.lock);
    frames[frame].used = false;
    release_locked(frame);
}

void fake_unmap_locked(uint32_t frame)
{
    struct fake_domain *d = frames[frame].owner;

    vt_mutex_held(&fake.lock);
    frames[frame].maps--;
    fake.n_mapped--;
    release_locked(frame);
    if (d->held == 0)
        fake_reap_locked(d);
}
