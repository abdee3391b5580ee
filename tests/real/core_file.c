/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The second ELF reader: offsets by number, the file mapped whole.
 * A test's own file does not shrink under it. */
#include "config.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core_file.h"
#include "testing.h"

/* Places in the ELF header and in a program header, and the values that a core has there. */
#define HEADER_SIZE 64
#define AT_CLASS_AND_DATA 4
#define AT_TYPE 16
#define AT_PHOFF 32
#define AT_PHENTSIZE 54
#define AT_PHNUM 56
#define PH_SIZE 56
#define PH_OFFSET 8
#define PH_PADDR 24
#define PH_FILESZ 32
#define TYPE_CORE 4
#define LOAD 1

static uint64_t number(const struct core_file *c, uint64_t at, unsigned int width)
{
    uint64_t n = 0;

    CHECK(at <= c->size && width <= c->size - at);
    for (unsigned int i = width; i-- > 0;)
        n = n << 8 | c->map[at + i];
    return n;
}

static int compare(const void *a, const void *b)
{
    const struct core_range *x = a, *y = b;

    return (x->start > y->start) - (x->start < y->start);
}

static void add_segment(struct core_file *c, uint64_t header)
{
    uint64_t offset = number(c, header + PH_OFFSET, 8), len = number(c, header + PH_FILESZ, 8);
    struct core_range *s = &c->segments[c->n_segments];

    if (number(c, header, 4) != LOAD || len == 0)
        return;
    CHECK(c->n_segments < CORE_FILE_MAX_SEGMENTS);
    CHECK(offset <= c->size && len <= c->size - offset);
    s->start = number(c, header + PH_PADDR, 8);
    s->end = s->start + len;
    s->bytes = c->map + offset;
    CHECK(s->end > s->start);
    c->n_segments++;
}

static void join_ranges(struct core_file *c)
{
    for (unsigned int i = 0; i < c->n_segments; i++) {
        const struct core_range *s = &c->segments[i];
        struct core_range *last = c->n_ranges > 0 ? &c->ranges[c->n_ranges - 1] : NULL;

        CHECK(last == NULL || s->start >= last->end);
        if (last != NULL && s->start == last->end)
            last->end = s->end;
        else
            c->ranges[c->n_ranges++] = (struct core_range){s->start, s->end, NULL};
    }
}

void core_file_open(struct core_file *c, const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct stat st;
    uint64_t headers;

    memset(c, 0, sizeof *c);
    CHECK(fd >= 0 && fstat(fd, &st) == 0 && st.st_size >= HEADER_SIZE);
    c->size = (size_t)st.st_size;
    c->map = mmap(NULL, c->size, PROT_READ, MAP_PRIVATE, fd, 0);
    CHECK(c->map != MAP_FAILED);
    CHECK_INT(close(fd), 0);
    CHECK(memcmp(c->map, "\177ELF\2\1", AT_CLASS_AND_DATA + 2) == 0);
    CHECK_INT(number(c, AT_TYPE, 2), TYPE_CORE);
    CHECK_INT(number(c, AT_PHENTSIZE, 2), PH_SIZE);
    headers = number(c, AT_PHOFF, 8);
    for (uint64_t i = 0; i < number(c, AT_PHNUM, 2); i++)
        add_segment(c, headers + i * PH_SIZE);
    CHECK(c->n_segments > 0);
    qsort(c->segments, c->n_segments, sizeof c->segments[0], compare);
    join_ranges(c);
}

void core_file_close(struct core_file *c)
{
    CHECK_INT(munmap(c->map, c->size), 0);
}

bool core_file_copy(const struct core_file *c, uint64_t paddr, size_t len, void *buf)
{
    for (unsigned int i = 0; i < c->n_segments && len > 0; i++) {
        const struct core_range *s = &c->segments[i];
        size_t n;

        if (paddr < s->start || paddr >= s->end)
            continue;
        n = len < s->end - paddr ? len : (size_t)(s->end - paddr);
        memcpy(buf, s->bytes + (paddr - s->start), n);
        buf = (char *)buf + n;
        paddr += n;
        len -= n;
    }
    return len == 0;
}

uint64_t core_file_bytes(const struct core_file *c)
{
    uint64_t sum = 0;

    for (unsigned int i = 0; i < c->n_segments; i++)
        sum += c->segments[i].end - c->segments[i].start;
    return sum;
}
