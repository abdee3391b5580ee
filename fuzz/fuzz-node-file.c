/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Feeds node files of the embedded hypervisor: each makes a world, or an error and none.  They may
 * not name other files, so that nothing but the input is read. */
#include "config.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "hypervisor/test/node_file.h"
#include "obj/error.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1);
    struct test_world *world = test_world_new();

    if (text == NULL || world == NULL)
        abort();
    memcpy(text, data, size);
    text[size] = '\0';
    if (test_node_file_load_text(world, NULL, text) < 0 && vt_error_last()->code == VIR_ERR_OK)
        abort();
    test_world_unref(world);
    free(text);
    vt_error_reset();
    return 0;
}
