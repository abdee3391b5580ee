/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A connection to the embedded hypervisor and a domain on it, for tests with real input. */
#pragma once

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "testing.h"

/* Opens test:///default, quietly: errors that a test expects are not printed. */
virConnectPtr real_connect(void);

/* Defines and starts a domain; ends the test with what the library says when it cannot. */
virDomainPtr real_start(virConnectPtr conn, const char *xml);
/* Ends and undefines it, frees the handle. */
void real_end(virDomainPtr dom);

/* The call just now failed with @code, and said so in a sentence. */
void real_check_error(int code);
