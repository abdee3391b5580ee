/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Units of sizes in documents. */
#pragma once

/* Bytes in one of @unit, either case; 0 for an unknown word.  Source: the units of later releases:
 * a power of 1000 ends in B, a power of 1024 is the letter (k m g t p e) alone or ends in iB; b,
 * byte and bytes are one. */
unsigned long long conf_unit_bytes(const char *unit);
