/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reading what is on a partitioned disk, and finding places on it. */
#include "config.h"

#include <errno.h>
#include <string.h>

#include "storage/partitions.h"

#define MAX_SECTOR 65536 /* bytes */
#define MAX_FIELDS 8

/* Fields of the line of the disk behind its path, and of those of partitions.  A free place has five. */
enum {
    DISK_SIZE,
    DISK_TRANSPORT,
    DISK_SECTOR,
    DISK_PHYSICAL,
    DISK_LABEL,
    DISK_MODEL,
    DISK_FLAGS,
    DISK_N
};
enum { PART_NUMBER, PART_START, PART_END, PART_SIZE, PART_CONTENTS, PART_NAME, PART_FLAGS, PART_N };
#define FREE_N 5

void partition_table_done(struct partition_table *table)
{
    arena_done(&table->arena);
}

/* Cuts the next line, which ends with ';', off *at; NULL at the end, or when it is none. */
static char *next_line(char **at)
{
    char *line = *at, *end = strchr(line, '\n');

    if (end == NULL || end == line || end[-1] != ';')
        return NULL;
    end[-1] = '\0';
    *at = end + 1;
    return line;
}

/* Cuts a line at its ':', of which those that belong to a text have a '\' in front.  How many fields, up to
 * MAX_FIELDS. */
static unsigned int cut(char *line, char *fields[MAX_FIELDS])
{
    unsigned int n = 1;

    fields[0] = line;
    for (; *line != '\0'; line++) {
        if (*line == '\\' && line[1] != '\0') {
            line++;
        } else if (*line == ':') {
            if (n == MAX_FIELDS)
                return MAX_FIELDS;
            *line = '\0';
            fields[n++] = line + 1;
        }
    }
    return n;
}

/* Digits with @unit behind them. */
static bool number(const char *text, const char *unit, unsigned long long *ret)
{
    unsigned long long value = 0;
    const char *first = text;

    for (; *text >= '0' && *text <= '9'; text++) {
        unsigned int digit = (unsigned int)(*text - '0');
        if (value > ((unsigned long long)STORAGE_MAX_BYTES - digit) / 10)
            return false;
        value = value * 10 + digit;
    }
    if (text == first || strcmp(text, unit) != 0)
        return false;
    *ret = value;
    return true;
}

/* Source: the names of parted 3.5, which are those of documents but for one. */
static const char *label_of(const char *text)
{
    static const char *const words[] = {"dvh", "gpt", "mac", "bsd", "pc98", "sun"};

    if (strcmp(text, "msdos") == 0)
        return "dos";
    for (size_t i = 0; i < VT_N_ELEMENTS(words); i++) {
        if (strcmp(text, words[i]) == 0)
            return words[i];
    }
    return "unknown";
}

static bool read_disk(char *line, const char *device, struct partition_table *ret)
{
    size_t len = strlen(device);
    char *f[MAX_FIELDS];
    unsigned long long sector;

    if (strncmp(line, device, len) != 0 || line[len] != ':' || cut(line + len + 1, f) != DISK_N ||
        !number(f[DISK_SIZE], "B", &ret->size) || !number(f[DISK_SECTOR], "", &sector) ||
        sector == 0 || sector > MAX_SECTOR || (sector & (sector - 1)) != 0)
        return false;
    ret->sector = (unsigned int)sector;
    ret->label = label_of(f[DISK_LABEL]);
    return true;
}

/* Whether words between ", " have @word. */
static bool has_flag(const char *flags, const char *word)
{
    size_t len = strlen(word);

    for (const char *at = flags; (at = strstr(at, word)) != NULL; at += len) {
        if ((at == flags || at[-1] == ' ') && (at[len] == '\0' || at[len] == ','))
            return true;
    }
    return false;
}

/* The word for what parted finds there, and for what the table says. */
static const char *format_of(const char *contents, const char *flags)
{
    static const char *const linux_systems[] = {"ext2",  "ext3", "ext4",     "xfs",
                                                "btrfs", "jfs",  "reiserfs", "nilfs2"};

    if (has_flag(flags, "lvm"))
        return "linux-lvm";
    if (has_flag(flags, "raid"))
        return "linux-raid";
    if (has_flag(flags, "swap") || strncmp(contents, "linux-swap", strlen("linux-swap")) == 0)
        return "linux-swap";
    if (strcmp(contents, "fat16") == 0)
        return "fat16";
    if (strcmp(contents, "fat32") == 0)
        return "fat32";
    for (size_t i = 0; i < VT_N_ELEMENTS(linux_systems); i++) {
        if (strcmp(contents, linux_systems[i]) == 0)
            return "linux";
    }
    return "none";
}

/* First and last byte of a line, as from and behind. */
static bool read_place(char *const f[], const struct partition_table *table,
                       unsigned long long *ret_start, unsigned long long *ret_end)
{
    unsigned long long start, last;

    if (!number(f[PART_START], "B", &start) || !number(f[PART_END], "B", &last) || last < start ||
        last >= table->size)
        return false;
    *ret_start = start;
    *ret_end = last + 1;
    return true;
}

/* What the tables of Apple and SGI list of themselves is none to be used. */
static bool is_table_itself(const struct partition_table *table, const struct partition *part)
{
    return (strcmp(table->label, "mac") == 0 || strcmp(table->label, "dvh") == 0) &&
           part->start <= table->sector;
}

static int add_partition(struct partition_table *table, char *const f[])
{
    struct partition **room = arena_list_room(&table->arena, table->partition, table->n);
    struct partition *part = arena_alloc(&table->arena, sizeof *part);
    unsigned long long value;

    if (room == NULL || part == NULL)
        return -ENOMEM;
    if (table->n >= PARTITIONS_MAX)
        return -EFBIG;
    if (!number(f[PART_NUMBER], "", &value) || value == 0 || value > PARTITIONS_MAX ||
        partition_table_find(table, (unsigned int)value) != NULL ||
        !read_place(f, table, &part->start, &part->end))
        return -EBADMSG;
    part->number = (unsigned int)value;
    part->format = format_of(f[PART_CONTENTS], f[PART_FLAGS]);
    if (strcmp(table->label, "dos") == 0 && part->number >= PARTITIONS_FIRST_LOGICAL)
        part->kind = PARTITION_LOGICAL;
    if (is_table_itself(table, part))
        return 0;
    table->partition = room;
    table->partition[table->n++] = part;
    return 0;
}

static int add_room(struct partition_table *table, char *const f[])
{
    struct partition_room **rooms = arena_list_room(&table->arena, table->room, table->n_rooms);
    struct partition_room *room = arena_alloc(&table->arena, sizeof *room);

    if (rooms == NULL || room == NULL)
        return -ENOMEM;
    if (table->n_rooms >= PARTITIONS_MAX)
        return -EFBIG;
    if (!read_place(f, table, &room->start, &room->end))
        return -EBADMSG;
    table->room = rooms;
    table->room[table->n_rooms++] = room;
    return 0;
}

static bool is_within(const struct partition *outer, unsigned long long start,
                      unsigned long long end)
{
    return start >= outer->start && end <= outer->end;
}

/* The form for programs does not say which one is extended: it is the one of a msdos table that others, or free
 * places, are in. */
static void find_extended(struct partition_table *table)
{
    for (unsigned int i = 0; i < table->n; i++) {
        struct partition *part = table->partition[i];
        bool outer = false;
        if (strcmp(table->label, "dos") != 0 || part->kind != PARTITION_PRIMARY)
            continue;
        for (unsigned int j = 0; j < table->n; j++)
            outer =
                outer || (table->partition[j]->kind == PARTITION_LOGICAL &&
                          is_within(part, table->partition[j]->start, table->partition[j]->end));
        for (unsigned int j = 0; j < table->n_rooms; j++) {
            bool in = is_within(part, table->room[j]->start, table->room[j]->end);
            outer = outer || in;
            table->room[j]->logical = table->room[j]->logical || in;
        }
        if (outer) {
            part->kind = PARTITION_EXTENDED;
            part->format = "extended";
        }
    }
}

static bool overlap(const struct partition *a, const struct partition *b)
{
    bool nested = a->kind == PARTITION_EXTENDED && b->kind == PARTITION_LOGICAL;

    return nested ? !is_within(a, b->start, b->end) : a->start < b->end && b->start < a->end;
}

/* Everything stands where it can. */
static bool check_places(const struct partition_table *table)
{
    unsigned int extended = 0, logical = 0;

    for (unsigned int i = 0; i < table->n; i++) {
        const struct partition *a = table->partition[i];
        extended += a->kind == PARTITION_EXTENDED;
        logical += a->kind == PARTITION_LOGICAL;
        for (unsigned int j = i + 1; j < table->n; j++) {
            const struct partition *b = table->partition[j];
            if (b->kind == PARTITION_EXTENDED ? overlap(b, a) : overlap(a, b))
                return false;
        }
    }
    return extended <= 1 && (logical == 0 || extended == 1);
}

/* Places that a partition without others in it has, which tables of SGI list, are none. */
static void drop_rooms(struct partition_table *table)
{
    unsigned int n = 0;

    for (unsigned int i = 0; i < table->n_rooms; i++) {
        bool taken = false;
        for (unsigned int j = 0; j < table->n; j++) {
            const struct partition *part = table->partition[j];
            taken =
                taken || (part->kind != PARTITION_EXTENDED && table->room[i]->start < part->end &&
                          part->start < table->room[i]->end);
        }
        if (!taken)
            table->room[n++] = table->room[i];
    }
    table->n_rooms = n;
}

int partition_table_parse(char *text, const char *device, struct partition_table *ret)
{
    char *line = next_line(&text), *f[MAX_FIELDS];
    int r = 0;

    if (line == NULL || strcmp(line, "BYT") != 0 || (line = next_line(&text)) == NULL ||
        !read_disk(line, device, ret))
        return -EBADMSG;
    while (r == 0 && (line = next_line(&text)) != NULL) {
        unsigned int n = cut(line, f);
        if (n == PART_N)
            r = add_partition(ret, f);
        else if (n == FREE_N && strcmp(f[PART_CONTENTS], "free") == 0)
            r = add_room(ret, f);
        else
            r = -EBADMSG;
    }
    if (r == 0 && *text != '\0')
        r = -EBADMSG;
    if (r < 0)
        return r;
    find_extended(ret);
    drop_rooms(ret);
    return check_places(ret) ? 0 : -EBADMSG;
}

const struct partition *partition_table_find(const struct partition_table *table,
                                             unsigned int number)
{
    for (unsigned int i = 0; i < table->n; i++) {
        if (table->partition[i]->number == number)
            return table->partition[i];
    }
    return NULL;
}

const struct partition *partition_table_extended(const struct partition_table *table)
{
    for (unsigned int i = 0; i < table->n; i++) {
        if (table->partition[i]->kind == PARTITION_EXTENDED)
            return table->partition[i];
    }
    return NULL;
}

unsigned int partition_table_next(const struct partition_table *table, enum partition_kind kind)
{
    unsigned int number = kind == PARTITION_LOGICAL ? PARTITIONS_FIRST_LOGICAL : 1;

    while (partition_table_find(table, number) != NULL)
        number++;
    if (strcmp(table->label, "dos") == 0 && kind != PARTITION_LOGICAL &&
        number >= PARTITIONS_FIRST_LOGICAL)
        return 0;
    return number;
}

static unsigned long long round_up(unsigned long long bytes, unsigned long long to)
{
    return (bytes + to - 1) / to * to;
}

bool partition_table_place(const struct partition_table *table, enum partition_kind kind,
                           unsigned long long size, unsigned long long *ret_start,
                           unsigned long long *ret_end)
{
    unsigned long long need = round_up(size > 0 ? size : 1, table->sector), best = UINT64_MAX;

    for (unsigned int i = 0; i < table->n_rooms; i++) {
        const struct partition_room *room = table->room[i];
        /* In front of a logical one there is a sector that says where it is. */
        unsigned long long start =
            round_up(room->start + (room->logical ? table->sector : 0), PARTITIONS_ALIGN);
        unsigned long long end = room->end / table->sector * table->sector;
        if (room->logical != (kind == PARTITION_LOGICAL) || start >= end || need > end - start ||
            room->end - room->start >= best)
            continue;
        best = room->end - room->start;
        *ret_start = start;
        *ret_end =
            need > UINT64_MAX - PARTITIONS_ALIGN || round_up(need, PARTITIONS_ALIGN) > end - start
                ? start + need
                : start + round_up(need, PARTITIONS_ALIGN);
    }
    return best != UINT64_MAX;
}
