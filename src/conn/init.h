/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What must happen once before anything else. */
#pragma once

/* Safe from any thread, any number of times. */
void vt_init(void);
