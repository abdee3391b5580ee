/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What parted says of a disk is read as it is meant, and new partitions go into the smallest place. */
#include "config.h"

#include "storage/partitions.h"
#include "testing.h"

#define MIB(n) ((unsigned long long)(n) << 20)

/* Output of parted 3.5. */
static const char dos_text[] = "BYT;\n"
                               "/dev/sdb:536870912B:scsi:512:512:msdos:VITRINE \\: \\\\ DISK:;\n"
                               "1:1024B:1048575B:1047552B:free;\n"
                               "1:1048576B:20971519B:19922944B:ext4::boot;\n"
                               "2:20971520B:104857599B:83886080B:::lba;\n"
                               "1:20972544B:21934079B:961536B:free;\n"
                               "5:22020096B:31457279B:9437184B:linux-swap(v1)::swap;\n"
                               "1:31457280B:32378879B:921600B:free;\n"
                               "6:32505856B:41943039B:9437184B:::raid, lba;\n"
                               "1:41943040B:104857599B:62914560B:free;\n"
                               "1:104857600B:536870911B:432013312B:free;\n";
static const char dvh_text[] = "BYT;\n"
                               "/dev/sdb:536870912B:scsi:512:512:dvh:VITRINE LABDISK:;\n"
                               "9:0B:2097151B:2097152B:::;\n"
                               "1:512B:2097151B:2096640B:free;\n"
                               "1:2097152B:10485759B:8388608B:free;\n"
                               "1:10485760B:20971519B:10485760B:::;\n"
                               "1:20971520B:536870911B:515899392B:free;\n";

static void check_dos(struct partition_table *t)
{
    char text[sizeof dos_text];
    static const char *const formats[] = {"linux", "extended",   NULL,
                                          NULL,    "linux-swap", "linux-raid"};

    memcpy(text, dos_text, sizeof text);
    CHECK_INT(partition_table_parse(text, "/dev/sdb", t), 0);
    CHECK_STR(t->label, "dos");
    CHECK_INT(t->sector, 512);
    CHECK_INT(t->n, 4);
    CHECK_INT(t->n_rooms, 5);
    for (unsigned int i = 0; i < 6; i++) {
        const struct partition *part = partition_table_find(t, i + 1);
        CHECK((part == NULL) == (formats[i] == NULL));
        if (part != NULL)
            CHECK_STR(part->format, formats[i]);
    }
    CHECK_INT(partition_table_extended(t)->number, 2);
    CHECK_INT(partition_table_find(t, 5)->kind, PARTITION_LOGICAL);
    CHECK_INT(partition_table_find(t, 1)->end, 20971520);
}

static void check_places(const struct partition_table *t)
{
    unsigned long long start, end;

    CHECK_INT(partition_table_next(t, PARTITION_PRIMARY), 3);
    CHECK_INT(partition_table_next(t, PARTITION_LOGICAL), 7);
    CHECK(partition_table_place(t, PARTITION_LOGICAL, MIB(1) + 1, &start, &end));
    CHECK_INT(start, MIB(41)); /* not 40: the sector in front of it */
    CHECK_INT(end, MIB(43));
    CHECK(partition_table_place(t, PARTITION_LOGICAL, MIB(59), &start, &end));
    CHECK_INT(end, MIB(100));
    CHECK(!partition_table_place(t, PARTITION_LOGICAL, MIB(59) + 1, &start, &end));
    CHECK(partition_table_place(t, PARTITION_PRIMARY, MIB(412), &start, &end));
    CHECK_INT(start, MIB(100));
    CHECK(!partition_table_place(t, PARTITION_PRIMARY, MIB(412) + 1, &start, &end));
    CHECK(!partition_table_place(t, PARTITION_PRIMARY, INT64_MAX, &start, &end));
}

static void check_dvh(void)
{
    char text[sizeof dvh_text];
    unsigned long long start, end;
    PARTITION_TABLE_SCOPE(t);

    memcpy(text, dvh_text, sizeof text);
    CHECK_INT(partition_table_parse(text, "/dev/sdb", &t), 0);
    CHECK_STR(t.label, "dvh");
    CHECK_INT(t.n, 1); /* not what holds the table */
    CHECK(partition_table_place(&t, PARTITION_PRIMARY, MIB(8), &start, &end));
    CHECK_INT(start, MIB(2));
}

/* A place that ends between two MiB is used to its end. */
static void check_end(void)
{
    char text[] = "BYT;\n/dev/d:10000384B:scsi:512:512:gpt:m:;\n1:17408B:9983487B:9966080B:free;\n";
    unsigned long long start, end;
    PARTITION_TABLE_SCOPE(t);

    CHECK_INT(partition_table_parse(text, "/dev/d", &t), 0);
    CHECK(partition_table_place(&t, PARTITION_PRIMARY, 9983488 - MIB(1), &start, &end));
    CHECK_INT(start, MIB(1));
    CHECK_INT(end, 9983488);
    CHECK(!partition_table_place(&t, PARTITION_PRIMARY, 9983489 - MIB(1), &start, &end));
}

int main(void)
{
    PARTITION_TABLE_SCOPE(t);

    check_dos(&t);
    check_places(&t);
    check_dvh();
    check_end();
    return 0;
}
