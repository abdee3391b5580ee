/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Text without a C library, the command line, and the console's ring. */
#include "guest.h"

#define CONSOLE_TRIES 1000 /* for room in the ring, before the rest of a text is dropped */

/* The compiler may call these two of its own. */
void *memset(void *to, int c, size_t n)
{
    unsigned char *b = to;

    while (n-- > 0)
        *b++ = (unsigned char)c;
    return to;
}

void *memcpy(void *to, const void *from, size_t n)
{
    unsigned char *b = to;
    const unsigned char *s = from;

    while (n-- > 0)
        *b++ = *s++;
    return to;
}

size_t text_length(const char *s)
{
    size_t n = 0;

    while (s[n] != '\0')
        n++;
    return n;
}

bool text_equal(const char *a, const char *b)
{
    while (*a != '\0' && *a == *b) {
        a++;
        b++;
    }
    return *a == *b;
}

void text_init(struct text *text, char *to, size_t size)
{
    *text = (struct text){.to = to, .size = size};
    to[0] = '\0';
}

void text_add(struct text *text, const char *s)
{
    size_t n = text_length(s);

    if (text->full || n >= text->size - text->len) {
        text->full = true;
        return;
    }
    memcpy(text->to + text->len, s, n + 1);
    text->len += n;
}

void text_add_number(struct text *text, uint64_t n, unsigned int base)
{
    char digits[24], *d = digits + sizeof(digits);

    *--d = '\0';
    do {
        *--d = "0123456789abcdef"[n % base];
        n /= base;
    } while (n != 0);
    if (base == 16) {
        *--d = 'x';
        *--d = '0';
    }
    text_add(text, d);
}

static unsigned int digit(char c)
{
    if (c >= '0' && c <= '9')
        return (unsigned int)(c - '0');
    if (c >= 'a' && c <= 'f')
        return (unsigned int)(c - 'a') + 10;
    return 16;
}

bool text_number(const char **s, uint64_t *ret)
{
    const char *p = *s;
    unsigned int base = 10;
    uint64_t n = 0;

    while (*p == ' ')
        p++;
    if (p[0] == '0' && p[1] == 'x') {
        base = 16;
        p += 2;
    }
    if (digit(*p) >= base)
        return false;
    for (; digit(*p) < base; p++)
        n = n * base + digit(*p);
    *s = p;
    *ret = n;
    return true;
}

const char *command_line_word(const char *word)
{
    size_t n = text_length(word);
    bool starts = true; /* a word */

    for (const char *p = guest.command_line; *p != '\0'; starts = *p++ == ' ') {
        size_t same = 0;

        while (same < n && p[same] == word[same])
            same++;
        if (starts && same == n && (word[n - 1] == '=' || p[n] == ' ' || p[n] == '\0'))
            return p + n;
    }
    return NULL;
}

static bool put(struct xencons_interface *ring, char c)
{
    for (int i = 0; i < CONSOLE_TRIES; i++) {
        uint32_t used = ring->out_prod - __atomic_load_n(&ring->out_cons, __ATOMIC_ACQUIRE);

        if (used < sizeof(ring->out)) {
            ring->out[MASK_XENCONS_IDX(ring->out_prod, ring->out)] = c;
            __atomic_store_n(&ring->out_prod, ring->out_prod + 1, __ATOMIC_RELEASE);
            return true;
        }
        event_send(guest.console_port);
        HYPERCALL(sched_op, SCHEDOP_yield, 0, 0, 0);
    }
    return false;
}

void print(const char *s)
{
    for (; *s != '\0'; s++) {
        if ((*s == '\n' && !put(guest.console, '\r')) || !put(guest.console, *s))
            break;
    }
    event_send(guest.console_port);
}
