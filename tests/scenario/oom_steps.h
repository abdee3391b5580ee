/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The scenario in which memory runs out: one public call after the other. */
#pragma once

#include <stdbool.h>

#define OOM_END 2

/* Makes the files that the steps use. */
void oom_prepare(void);
/* Step @n: 0, -1 with an error raised, OOM_END behind the last.  @again: it failed and is tried
 * once more; then 1 says that the failure came after the act. */
int oom_step(int n, bool again);
/* Checks what must hold whether the last step was made or not. */
void oom_look(void);
/* After the last step: gives everything back. */
void oom_close(void);
