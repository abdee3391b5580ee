/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Between the files that print domain definitions. */
#pragma once

#include "conf/domain.h"
#include "util/strbuf.h"

/* The whole of <devices>.
 * @flags  VIR_DOMAIN_XML_* */
void domain_format_devices(struct vt_strbuf *b, const struct domain_def *def, unsigned int flags);

/* One device that can come and go, as it stands in <devices> of a domain that is off. */
void domain_format_device(struct vt_strbuf *b, enum domain_device_kind kind, const void *item);

void domain_format_chardev(struct vt_strbuf *b, const struct domain_chardev *chr);
void domain_format_graphics(struct vt_strbuf *b, const struct domain_graphics *graphics,
                            unsigned int flags);
