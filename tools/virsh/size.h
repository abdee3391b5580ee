/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Numbers with a unit, as people write addresses and lengths. */
#pragma once

/* Reads a number of bytes.
 * Shape    decimal or 0x hex, then at once an optional unit: b or bytes; k K KiB, m M MiB, g G
 *          GiB, t T TiB (powers of 1024); KB MB GB TB (powers of 1000).  In hex every hex digit
 *          belongs to the number, so 0x10b is 267.  No sign, no blanks, nothing behind.
 * Errors   0; -EINVAL not of that shape; -ERANGE beyond 64 bits.  @ret untouched then
 * Source   units as in IEC 80000-13; the single letters as 0.6.1 vol-create-as takes them */
int size_parse(const char *text, unsigned long long *ret) __attribute__((warn_unused_result));

/* Reads an amount in units of 1024 bytes.
 * Shape    decimal; without a unit that amount, else as size_parse, rounded up
 * Errors   as size_parse */
int size_parse_kib(const char *text, unsigned long long *ret) __attribute__((warn_unused_result));

/* BYTES for people: the number below 1024 (but of the last unit), and in *ret_unit the letter of
 * its power of 1024, one of "K" "M" "G" "T", or "" for bytes. */
double size_scale(unsigned long long bytes, const char **ret_unit);

/* Reads a plain number without a unit, decimal only; results as above. */
int number_parse(const char *text, unsigned long long *ret) __attribute__((warn_unused_result));
