/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Feeds node files of the embedded hypervisor: each makes a world, or an error and none.  They may
 * not name other files, so that nothing but the input is read. */
#include "fuzz.h"

#include "hypervisor/test/node_file.h"
#include "obj/error.h"

static void feed(char *text)
{
    struct test_world *world = test_world_new();

    must(world != NULL, "there is no world");
    must(test_node_file_load_text(world, NULL, text) == 0 || vt_error_last()->code != VIR_ERR_OK,
         "a refusal without a reason");
    test_world_unref(world);
}
