/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What must happen once before anything else. */
#pragma once

/* Safe from any thread, any number of times.  0, or -1 with an error raised. */
int vt_init(void);
