/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A disk whose names try to be lines of parted's output, and whose partitions cannot be, is refused. */
#include "config.h"

#include "storage/partitions.h"
#include "testing.h"

#define DISK "/dev/sdb:10485760B:scsi:512:512:"
#define GPT "BYT;\n" DISK "gpt:m:;\n"
#define DOS "BYT;\n" DISK "msdos:m:;\n"

static const char *const bad[] = {
    "",
    "BYT;\n",
    "CHS;\n" DISK "gpt:m:;\n",
    "BYT;\n/dev/sdc:10485760B:scsi:512:512:gpt:m:;\n",
    "BYT;\n/dev/sdb:10485760:scsi:512:512:gpt:m:;\n",
    "BYT;\n/dev/sdb:10485760B:scsi:0:512:gpt:m:;\n",
    "BYT;\n/dev/sdb:10485760B:scsi:513:512:gpt:m:;\n",
    "BYT;\n/dev/sdb:10485760B:scsi:512:512:gpt:m\n",
    GPT "1:1048576B:2097151B:1048576B::na\nme:;\n",
    GPT "1:1048576B:2097151B:1048576B::name:;\n1:3145728B:4194303B:1048576B::name:;\n",
    GPT "1:1048576B:2097151B:1048576B::name:;\n2:2097151B:4194303B:1048576B::name:;\n",
    GPT "1:1048576B:10485760B:1B::name:;\n",
    GPT "1:2097151B:1048576B:1B::name:;\n",
    GPT "0:1048576B:2097151B:1048576B::name:;\n",
    GPT "9999:1048576B:2097151B:1048576B::name:;\n",
    GPT "-1:1048576B:2097151B:1048576B::name:;\n",
    GPT "1:1048576B:2097151B:1048576B::name:flags:more:;\n",
    GPT "1:1048576B:99999999999999999999B:1B::name:;\n",
    GPT "1:1048576B:2097151B:1048576B:gone;\n",
    GPT "1:1048576B:2097151B:1048576B:free;\nrest",
    DOS "5:1048576B:2097151B:1048576B:::;\n",
    DOS "1:1048576B:4194303B:1B:::;\n2:5242880B:8388607B:1B:::;\n5:2097152B:3145727B:1B:::;\n"
        "6:6291456B:7340031B:1B:::;\n",
    DOS "1:1048576B:4194303B:1B:::;\n5:2097152B:5242879B:1B:::;\n",
};

int main(void)
{
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        char *text = strdup(bad[i]);
        PARTITION_TABLE_SCOPE(table);
        CHECK(text != NULL);
        if (partition_table_parse(text, "/dev/sdb", &table) != -EBADMSG) {
            fprintf(stderr, "output %zu is taken\n", i);
            return 1;
        }
        free(text);
    }
    return 0;
}
