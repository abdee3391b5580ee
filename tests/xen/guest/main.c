/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the guest does: it fills its memory, says so, and then obeys control/shutdown, memory/target and
 * data/command. */
#include "guest.h"

#define TICK_MS 10

struct guest guest;
const struct platform *platform;
static bool deaf;     /* does not look at control/shutdown */
static bool stubborn; /* takes what stands there, and does nothing of it but suspend */

static bool node_number(const char *node, uint64_t *ret)
{
    char buffer[32];
    const char *s = buffer;

    return store_read(node, buffer, sizeof(buffer)) && text_number(&s, ret);
}

/* By the command line, else by xenstore, else another for every domain. */
static uint64_t choose_seed(void)
{
    const char *s = command_line_word("seed=");
    uint64_t n;

    if ((s != NULL && text_number(&s, &n)) || node_number("data/seed", &n) ||
        node_number("domid", &n))
        return n;
    return 0;
}

/* All that others may want to know: at the start, and after a restore, when xenstore has none of it. */
static void tell_all(void)
{
    store_write("data/kind", guest.kind);
    store_write("control/feature-poweroff", "1");
    store_write("control/feature-reboot", "1");
    store_write("control/feature-suspend", "1");
    memory_tell();
}

static void suspend(void)
{
    platform->suspend();
    store_connect();
    tell_all();
    print("MARKER-RESUMED\n");
}

static void obey_control(void)
{
    char what[32];

    if (deaf || !store_read("control/shutdown", what, sizeof(what)) || what[0] == '\0')
        return;
    store_write("control/shutdown", ""); /* understood */
    if (text_equal(what, "suspend"))
        suspend();
    else if (stubborn)
        print("MARKER-STUBBORN\n");
    else if (text_equal(what, "reboot"))
        shut_down(SHUTDOWN_reboot, 0);
    else if (text_equal(what, "poweroff") || text_equal(what, "halt"))
        shut_down(SHUTDOWN_poweroff, 0);
}

/* What the toolstack's number means in frames is not known, only what its changes mean. */
static void obey_target(void)
{
    static uint64_t at_start;
    char buffer[32];
    const char *s = buffer;
    uint64_t kib;

    if (!store_read("memory/target", buffer, sizeof(buffer)) || !text_number(&s, &kib))
        return;
    if (at_start == 0)
        at_start = kib;
    memory_set_balance((int64_t)(kib - at_start) / (int64_t)(PAGE_SIZE / 1024));
    store_write("data/target", buffer);
}

static bool obey_hole(const char *arguments)
{
    uint64_t first, n;

    return text_number(&arguments, &first) && text_number(&arguments, &n) &&
           memory_give_back(first, n);
}

static bool obey_fill(const char *arguments)
{
    uint64_t generation;

    if (!text_number(&arguments, &generation))
        return false;
    memory_fill(generation);
    return true;
}

static bool obey_deaf(const char *arguments)
{
    (void)arguments;
    deaf = true;
    return true;
}

static bool obey_stubborn(const char *arguments)
{
    (void)arguments;
    stubborn = true;
    return true;
}

static bool obey_crash(const char *arguments)
{
    (void)arguments;
    shut_down(SHUTDOWN_crash, 0);
    return false;
}

static const struct {
    const char *name;
    bool (*obey)(const char *arguments);
} commands[] = {
    {"hole", obey_hole},         {"fill", obey_fill},   {"deaf", obey_deaf},
    {"stubborn", obey_stubborn}, {"crash", obey_crash},
};

/* What is behind the word @name and a blank or the end; NULL: the text begins otherwise. */
static const char *after_word(const char *text, const char *name)
{
    while (*name != '\0' && *text == *name) {
        text++;
        name++;
    }
    return *name == '\0' && (*text == ' ' || *text == '\0') ? text : NULL;
}

static bool obey(const char *command)
{
    for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
        const char *arguments = after_word(command, commands[i].name);

        if (arguments != NULL)
            return commands[i].obey(arguments);
    }
    return false;
}

static _Noreturn void spin(void)
{
    for (;;)
        memory_tick();
}

/* The answer is written first, then the command is emptied: who sees that finds the answer. */
static void obey_command(void)
{
    char command[128], answer[sizeof(command) + sizeof("failed ")];
    bool ok, spins;
    struct text text;

    if (!store_read("data/command", command, sizeof(command)) || command[0] == '\0')
        return;
    spins = text_equal(command, "spin");
    ok = spins || obey(command);
    text_init(&text, answer, sizeof(answer));
    text_add(&text, ok ? "ok " : "failed ");
    text_add(&text, command);
    store_write("data/answer", answer);
    store_write("data/command", "");
    if (spins)
        spin();
}

_Noreturn void guest_main(void)
{
    deaf = command_line_word("deaf") != NULL;
    stubborn = command_line_word("stubborn") != NULL;
    memory_start(choose_seed());
    tell_all();
    print("MARKER-READY ");
    print(guest.kind);
    print("\n");
    if (command_line_word("spin") != NULL)
        spin();
    for (;;) {
        unsigned int fired = store_wait(TICK_MS);

        memory_tick();
        if ((fired & STORE_CONTROL) != 0)
            obey_control();
        if ((fired & STORE_TARGET) != 0)
            obey_target();
        if ((fired & STORE_COMMAND) != 0)
            obey_command();
    }
}
