/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Owns the version of the API and the start of the library.
 * Programs include this header; it includes all others. */

#ifndef VITRINE_LIBVIRT_H
#define VITRINE_LIBVIRT_H

/* Level of the API that these headers and this library implement (0.6.1), not the release of the
 * implementation: major * 1000000 + minor * 1000 + release. */
#define LIBVIR_VERSION_NUMBER 6001

#include <libvirt/libvirt-common.h>
#include <libvirt/libvirt-host.h>
#include <libvirt/libvirt-domain.h>
#include <libvirt/libvirt-network.h>
#include <libvirt/libvirt-storage.h>
#include <libvirt/libvirt-nodedev.h>
#include <libvirt/libvirt-event.h>
#include <libvirt/libvirt-object-event.h>
#include <libvirt/libvirt-stream.h>
#include <libvirt/virterror.h>

VIR_EXTERN_C_BEGIN

/* Tells the level of the API that the library in use implements, and the version of one driver.
 * @libVer   out: level, in the unit of LIBVIR_VERSION_NUMBER
 * @type     name of a driver, in any case; NULL allowed and means "Xen"
 * @typeVer  out: version of that driver in the same unit; NULL allowed, then @type is not looked at
 * Returns   0; -1 on failure
 * Errors    INVALID_ARG @libVer NULL; NO_SUPPORT @type unknown or not built in
 * Threads   any thread, any time; never blocks
 * Owner     caller owns the two numbers
 * Since     0.0.3
 */
int virGetVersion(unsigned long *libVer, const char *type, unsigned long *typeVer);

/* Prepares the library; the functions that need it do it by themselves.
 * Further calls do nothing, so that libraries that use this one may call it as well.
 * Returns   0; -1 on failure
 * Errors    NO_MEMORY; INTERNAL_ERROR a part of the library cannot start
 * Threads   any thread, any time; callers that come second wait for the first
 * Since     0.1.0
 */
int virInitialize(void);

VIR_EXTERN_C_END

#endif /* VITRINE_LIBVIRT_H */
