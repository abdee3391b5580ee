/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The guest's memory: which frames have the pattern, which were given back; and what xenstore tells of
 * it.  data/ready is 0 while that is not so. */
#include "guest.h"
#include "pattern.h"

enum page_state { NOT_OURS, FILLED, HOLE };

static unsigned char state[MAX_PAGES]; /* enum page_state */
static uint64_t seed, generation;
static uint64_t n_filled, n_at_start;
static uint64_t live[PAGE_SIZE / sizeof(uint64_t)] ALIGNED;

static void set_range(uint64_t first, uint64_t end, enum page_state to)
{
    for (uint64_t pfn = first; pfn < end && pfn < guest.n_pages; pfn++)
        state[pfn] = (unsigned char)to;
}

void memory_add(uint64_t first, uint64_t end)
{
    set_range(first, end, FILLED);
}

void memory_reserve(uint64_t first, uint64_t end)
{
    set_range(first, end, NOT_OURS);
}

static void fill_page(uint64_t pfn)
{
    pattern_fill((void *)(DIRECT_BASE + pfn * PAGE_SIZE), PAGE_SIZE, seed, generation,
                 pfn * PAGE_SIZE);
}

/* Adds " FIRST LAST" for each run of frames in the state @is. */
static void add_ranges(struct text *text, enum page_state is)
{
    for (uint64_t pfn = 0; pfn < guest.n_pages; pfn++) {
        uint64_t first = pfn;

        if (state[pfn] != is)
            continue;
        while (pfn + 1 < guest.n_pages && state[pfn + 1] == is)
            pfn++;
        text_add(text, " ");
        text_add_number(text, first, 10);
        text_add(text, " ");
        text_add_number(text, pfn, 10);
    }
}

/* What changes with the memory. */
static void publish(void)
{
    static char buffer[XENSTORE_PAYLOAD_MAX - sizeof("data/pattern")];
    struct text text;

    text_init(&text, buffer, sizeof(buffer));
    add_ranges(&text, HOLE);
    store_write("data/balloon", text.full ? "too many" : buffer);
    text_init(&text, buffer, sizeof(buffer));
    text_add_number(&text, seed, 10);
    text_add(&text, " ");
    text_add_number(&text, generation, 10);
    add_ranges(&text, FILLED);
    store_write("data/pattern", text.full ? "too many" : buffer);
    store_write("data/ready", "1");
}

static void fill_all(uint64_t to)
{
    generation = to;
    for (uint64_t pfn = 0; pfn < guest.n_pages; pfn++) {
        if (state[pfn] == FILLED)
            fill_page(pfn);
    }
}

void memory_fill(uint64_t to)
{
    store_write("data/ready", "0");
    fill_all(to);
    publish();
}

void memory_start(uint64_t with_seed)
{
    seed = with_seed;
    for (uint64_t pfn = 0; pfn < guest.n_pages; pfn++)
        n_filled += state[pfn] == FILLED;
    n_at_start = n_filled;
    fill_all(1);
}

static void write_number(const char *path, uint64_t n, unsigned int base)
{
    char buffer[32];
    struct text text;

    text_init(&text, buffer, sizeof(buffer));
    text_add_number(&text, n, base);
    store_write(path, buffer);
}

void memory_tell(void)
{
    write_number("data/va", DIRECT_BASE, 16);
    write_number("data/four-k-end", guest.four_k_end, 16);
    write_number("data/live", ((uintptr_t)live - KERNEL_BASE) / PAGE_SIZE, 10);
    publish();
}

static uint64_t release(uint64_t first, uint64_t n)
{
    uint64_t done = platform->release(first, n);

    set_range(first, first + done, HOLE);
    n_filled -= done;
    return done;
}

static bool get_again(uint64_t pfn)
{
    if (platform->populate(pfn) != 0)
        return false;
    fill_page(pfn);
    platform->publish(pfn);
    state[pfn] = FILLED;
    n_filled++;
    return true;
}

/* How many frames from @first on, at most @max, have the pattern. */
static uint64_t filled_from(uint64_t first, uint64_t max)
{
    uint64_t n = 0;

    while (n < max && first + n < guest.n_pages && state[first + n] == FILLED)
        n++;
    return n;
}

bool memory_give_back(uint64_t first, uint64_t n)
{
    if (first > guest.n_pages || filled_from(first, n) < n)
        return false;
    store_write("data/ready", "0");
    while (n > 0) {
        uint64_t some = n < MAX_RELEASE ? n : MAX_RELEASE;

        if (release(first, some) < some)
            break;
        first += some;
        n -= some;
    }
    publish();
    return n == 0;
}

/* The last frames below @end that have the pattern, at most @max and MAX_RELEASE: *ret_first, how many. */
static uint64_t last_filled(uint64_t end, uint64_t max, uint64_t *ret_first)
{
    uint64_t n = 0;

    while (end > 0 && state[end - 1] != FILLED)
        end--;
    while (n < max && n < MAX_RELEASE && n < end && state[end - n - 1] == FILLED)
        n++;
    *ret_first = end - n;
    return n;
}

static void shrink(uint64_t goal)
{
    for (uint64_t first = guest.n_pages; n_filled > goal && first > 0;) {
        uint64_t n = last_filled(first, n_filled - goal, &first);

        release(first, n);
    }
}

static void grow(uint64_t goal)
{
    for (uint64_t pfn = 0; n_filled < goal && pfn < guest.n_pages; pfn++) {
        if (state[pfn] == HOLE && !get_again(pfn))
            break;
    }
}

void memory_set_balance(int64_t pages)
{
    uint64_t goal = pages < 0 && (uint64_t)-pages > n_at_start ? 0 : n_at_start + (uint64_t)pages;

    if (goal == n_filled)
        return;
    store_write("data/ready", "0");
    shrink(goal);
    grow(goal);
    publish();
}

void memory_tick(void)
{
    __atomic_fetch_add(&live[0], 1, __ATOMIC_RELAXED);
}
