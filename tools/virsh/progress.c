/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* How far a long piece of work is. */
#include "config.h"

#include <stdio.h>
#include <unistd.h>

#include "progress.h"
#include "shell.h"
#include "size.h"
#include "util/clock.h"

/* How much a new measure of the rate counts against those before. */
#define RATE_WEIGHT 0.2
/* A rate over less time than this is noise. */
#define RATE_MIN_NS (100 * VT_NS_PER_MS)
/* No machine does that; what says so is a clock that stands. */
#define RATE_MAX 1e18
/* Longer is not worth a number. */
#define LEFT_MAX_S (100.0 * 3600)

void progress_measure(struct progress *p, uint64_t done, uint64_t now_ns)
{
    uint64_t since = now_ns - p->rate_ns;
    double rate;

    if (p->rate_ns != 0 && since < RATE_MIN_NS)
        return;
    if (p->rate_ns != 0 && done >= p->rate_bytes) {
        rate = (double)(done - p->rate_bytes) * (double)VT_NS_PER_S / (double)since;
        p->rate = p->rate > 0 ? p->rate + (rate - p->rate) * RATE_WEIGHT : rate;
    }
    p->rate_ns = now_ns;
    p->rate_bytes = done;
}

static void add_bytes(struct vt_strbuf *out, uint64_t bytes, const char *behind)
{
    const char *unit;
    double value = size_scale(bytes, &unit);

    if (*unit != '\0')
        vt_strbuf_addf(out, "%.1f %siB%s", value, unit, behind);
    else
        vt_strbuf_addf(out, "%llu B%s", (unsigned long long)bytes, behind);
}

static void add_time_left(struct vt_strbuf *out, double seconds)
{
    unsigned int s = (unsigned int)(seconds + 0.5);

    if (s >= 3600)
        vt_strbuf_addf(out, ", %u:%02u:%02u left", s / 3600, s / 60 % 60, s % 60);
    else
        vt_strbuf_addf(out, ", %u:%02u left", s / 60, s % 60);
}

void progress_format(const struct progress *p, uint64_t done, uint64_t total, struct vt_strbuf *out)
{
    /* All of it is 100 %, nothing less is; what goes beyond its total is not believed. */
    unsigned int percent = total > 0 ? (unsigned int)((double)done * 100 / (double)total) : 0;
    double left;

    if (percent >= 100 || done > total)
        percent = done >= total ? 100 : 99;
    vt_strbuf_addf(out, "%s: ", p->label);
    if (total > 0) {
        vt_strbuf_addf(out, "[%3u %%] ", percent);
        add_bytes(out, done, " of ");
        add_bytes(out, total, "");
    } else {
        add_bytes(out, done, "");
    }
    if (p->rate <= 0 || p->rate > RATE_MAX)
        return;
    vt_strbuf_add(out, ", ");
    add_bytes(out, (uint64_t)p->rate, "/s");
    left = total > done ? (double)(total - done) / p->rate : 0;
    if (total > done && left < LEFT_MAX_S)
        add_time_left(out, left);
}

/* Writes the line over the one before. */
static void show(struct progress *p, uint64_t done, uint64_t total)
{
    VT_STRBUF_SCOPE(line);

    progress_format(p, done, total, &line);
    if (line.failed)
        return;
    (void)fprintf(stderr, "\r%-*s", (int)p->width, line.text); /* over all of the last one */
    (void)fflush(stderr);
    p->width = line.len;
    p->sh->progress_line = true;
}

void progress_begin(struct progress *p, struct shell *sh, const char *label, bool verbose)
{
    uint64_t now = vt_now_ns();

    *p = (struct progress){
        .sh = sh,
        .label = label,
        .enabled = isatty(STDERR_FILENO) && (verbose || !sh->quiet),
        .begin_ns = now,
        .next_ns = verbose ? now : now + PROGRESS_DELAY_MS * VT_NS_PER_MS,
    };
    progress_measure(p, 0, now);
}

void progress_update(struct progress *p, uint64_t done, uint64_t total)
{
    uint64_t now;

    if (!p->enabled)
        return;
    now = vt_now_ns();
    progress_measure(p, done, now);
    if (now < p->next_ns)
        return;
    show(p, done, total);
    p->next_ns = now + PROGRESS_INTERVAL_MS * VT_NS_PER_MS;
}

void progress_end(struct progress *p, uint64_t done, uint64_t total)
{
    double spent = (double)(vt_now_ns() - p->begin_ns) / (double)VT_NS_PER_S;

    if (!p->sh->progress_line)
        return;
    if (spent > 0)
        p->rate = (double)done / spent; /* of the whole */
    show(p, done, total);
    (void)fprintf(stderr, "\n");
    p->sh->progress_line = false;
}
