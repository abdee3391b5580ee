/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the embedded hypervisor says it can do. */
#pragma once

#include "hypervisor/test/world.h"

#define TEST_SECURITY_MODEL "testSecurity"
#define TEST_SECURITY_LABEL "libvirt-test"

/* The document, owned by the caller; NULL with NO_MEMORY raised. */
char *test_capabilities(const struct test_world *world);
