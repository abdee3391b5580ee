/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Text that grows: joined pieces, numbers, blanks, and what XML needs escaped. */
#include "config.h"

#include <limits.h>

#include "testing.h"
#include "util/strbuf.h"

static void pieces(void)
{
    VT_STRBUF_SCOPE(b);
    char *text;

    vt_strbuf_add(&b, "a");
    vt_strbuf_add(&b, "");
    vt_strbuf_add_n(&b, "bcd", 2);
    vt_strbuf_addf(&b, "[%d %s]", -5, "x");
    vt_strbuf_add_u64(&b, 0);
    vt_strbuf_add_u64(&b, ULLONG_MAX);
    vt_strbuf_indent(&b, 3);
    vt_strbuf_add(&b, ".");
    text = vt_strbuf_take(&b);
    CHECK_STR(text, "abc[-5 x]018446744073709551615   .");
    free(text);
    vt_strbuf_add(&b, "again"); /* it is empty after take */
    text = vt_strbuf_take(&b);
    CHECK_STR(text, "again");
    free(text);
    text = vt_strbuf_take(&b);
    CHECK_STR(text, "");
    free(text);
}

static void escapes(void)
{
    VT_STRBUF_SCOPE(b);
    char *text;

    vt_strbuf_add_xml(&b, "<a & \"b\" 'c'>");
    text = vt_strbuf_take(&b);
    CHECK(strpbrk(text, "<>\"'") == NULL);
    CHECK(strncmp(text, "&lt;a &amp; ", 12) == 0);
    free(text);
    vt_strbuf_add_xml(&b, "x\x01y\x1fz"); /* XML cannot carry these */
    text = vt_strbuf_take(&b);
    CHECK_STR(text, "x\xef\xbf\xbdy\xef\xbf\xbdz");
    free(text);
    vt_strbuf_add_xml(&b, "\xc3\xa4\xe2\x82\xac"); /* UTF-8 stays */
    text = vt_strbuf_take(&b);
    CHECK_STR(text, "\xc3\xa4\xe2\x82\xac");
    free(text);
}

/* Every length around the sizes at which memory is asked for. */
static void growth(void)
{
    static char line[3000];

    memset(line, 'x', sizeof line - 1);
    for (size_t n = 0; n<sizeof line - 1; n += n> 100 && n % 256 < 250 ? 50 : 1) {
        VT_STRBUF_SCOPE(b);
        vt_strbuf_add_n(&b, line, n);
        vt_strbuf_addf(&b, "%s", line + n);
        CHECK_INT(b.len, sizeof line - 1);
        char *text = vt_strbuf_take(&b);
        CHECK_STR(text, line);
        free(text);
    }
}

static void failed(void)
{
    VT_STRBUF_SCOPE(b);

    vt_strbuf_add(&b, "x");
    b.failed = true; /* as after an allocation that failed */
    vt_strbuf_add(&b, "y");
    vt_strbuf_addf(&b, "%d", 1);
    CHECK(vt_strbuf_take(&b) == NULL);
}

int main(void)
{
    pieces();
    escapes();
    growth();
    failed();
    return 0;
}
