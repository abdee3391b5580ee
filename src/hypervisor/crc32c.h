/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* CRC-32C (Castagnoli).  Source: RFC 3720 appendix B.4: reflected polynomial 0x82f63b78. */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* Goes on from @crc, 0 at the start, over @len bytes. */
uint32_t crc32c(uint32_t crc, const void *buf, size_t len);
