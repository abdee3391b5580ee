/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* News of the links of interfaces, which udev has none of: one goes up or down, or its interface gets another
 * address.  For one thread; nothing waits.
 * Source: rtnetlink(7); linux/if_link.h */
#pragma once

#include <stdbool.h>

struct host_links;

/* Hears from now on of what changes; what is there is known when it returns.  NULL with errno. */
struct host_links *host_links_open(void);
/* NULL is fine.  Always NULL. */
struct host_links *host_links_close(struct host_links *links);

/* Readable when there are news. */
int host_links_fd(const struct host_links *links);

/* Hears all that has come in.
 * @changed  called with the name of an interface whose link or address is another than before
 * Returns   false when there was more than was kept, or memory ran out: then it is to be opened anew */
bool host_links_hear(struct host_links *links, void (*changed)(void *opaque, const char *name),
                     void *opaque);
