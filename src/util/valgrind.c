/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Looks once whether this is Valgrind, so that the annotations cost a test elsewhere. */
#include "config.h"

#include "valgrind.h"

#ifdef HAVE_VALGRIND_HELGRIND_H
int vt_on_valgrind;

static void __attribute__((constructor)) look(void)
{
    vt_on_valgrind = RUNNING_ON_VALGRIND != 0;
}
#endif
