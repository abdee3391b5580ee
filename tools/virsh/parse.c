/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* From words to commands, by the table. */
#include "config.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "parse.h"
#include "size.h"
#include "table.h"

/* One command while its words come in. */
struct reader {
    struct cmd *cmd;
    const struct opt_def *due; /* "--name" was read, its value was not */
    bool only_data;            /* behind "--" */
    struct vt_strbuf *problem;
};

static bool is_option(const struct reader *r, const char *word)
{
    return !r->only_data && word[0] == '-' && word[1] == '-' && word[2] != '\0';
}

static const struct opt_def *next_positional(const struct cmd *cmd)
{
    const struct opt_def *opt = cmd->def->options;

    for (int i = 0; opt != NULL && opt[i].name != NULL; i++) {
        if ((opt[i].flags & OPT_POSITIONAL) && (!cmd->value[i].given || (opt[i].flags & OPT_MANY)))
            return &opt[i];
    }
    return NULL;
}

/* The option of that name, or the one it is another word for; NULL when there is none. */
static const struct opt_def *find_option(const struct cmd_def *def, const char *name, size_t len)
{
    const struct opt_def *opt = def->options;

    while (opt != NULL && opt->name != NULL &&
           (strlen(opt->name) != len || strncmp(opt->name, name, len) != 0))
        opt++;
    if (opt == NULL || opt->name == NULL)
        return NULL;
    return opt->type == OPT_ALIAS ? &def->options[cmd_option_index(def, opt->help)] : opt;
}

static struct cmd_value *value_for(struct reader *r, const struct opt_def *opt)
{
    return &r->cmd->value[opt - r->cmd->def->options];
}

/* TEXT in the type of the option; results as those of size_parse. */
static int number_of(const struct opt_def *opt, const char *text, unsigned long long *ret)
{
    if (opt->type == OPT_NUMBER)
        return number_parse(text, ret);
    if (opt->type == OPT_SIZE)
        return size_parse(text, ret);
    return opt->type == OPT_KIB ? size_parse_kib(text, ret) : 0;
}

static int set_value(struct reader *r, const struct opt_def *opt, const char *text)
{
    struct cmd_value *value = value_for(r, opt);
    int rc = number_of(opt, text, &value->number);

    if (rc < 0) {
        vt_strbuf_addf(r->problem, "option '%s' of command '%s' %s, not '%s'", opt->name,
                       r->cmd->def->name,
                       rc == -ERANGE             ? "needs a number below 2^64"
                       : opt->type == OPT_NUMBER ? "needs a whole number"
                       : opt->type == OPT_KIB    ? "needs a number such as 65536, 64M or 1GiB"
                                                 : "needs a number such as 4096, 0x1000 or 4K",
                       text);
        return -1;
    }
    value->given = true;
    if (opt->flags & OPT_MANY)
        return words_add(&value->words, text);
    value->text = strdup(text);
    return value->text != NULL ? 0 : -1;
}

/* "--name" or "--name=value" */
static int read_option(struct reader *r, const char *word)
{
    const char *name = word + 2;
    const char *equals = strchr(name, '=');
    size_t len = equals != NULL ? (size_t)(equals - name) : strlen(name);
    const struct opt_def *opt = find_option(r->cmd->def, name, len);
    const char *command = r->cmd->def->name;

    if (opt == NULL) {
        if (strcmp(name, "help") == 0) {
            r->cmd->help = true;
            return 0;
        }
        vt_strbuf_addf(r->problem, "command '%s' has no option '--%.*s'", command, (int)len, name);
        return -1;
    }
    if (value_for(r, opt)->given && !(opt->flags & OPT_MANY)) {
        vt_strbuf_addf(r->problem, "option '--%s' of command '%s' is given twice", opt->name,
                       command);
        return -1;
    }
    if (opt->type == OPT_FLAG && equals != NULL) {
        vt_strbuf_addf(r->problem, "option '--%s' of command '%s' takes no value", opt->name,
                       command);
        return -1;
    }
    if (opt->type == OPT_FLAG)
        value_for(r, opt)->given = true;
    else if (equals != NULL)
        return set_value(r, opt, equals + 1);
    else
        r->due = opt;
    return 0;
}

static int no_value(struct reader *r)
{
    vt_strbuf_addf(r->problem, "option '--%s' of command '%s' needs a value", r->due->name,
                   r->cmd->def->name);
    return -1;
}

static int read_word(struct reader *r, const char *word)
{
    const struct opt_def *opt;

    if (r->due != NULL) {
        opt = r->due;
        if (is_option(r, word))
            return no_value(r);
        r->due = NULL;
        return set_value(r, opt, word);
    }
    if (is_option(r, word))
        return read_option(r, word);
    if (!r->only_data && strcmp(word, "--") == 0) {
        r->only_data = true;
        return 0;
    }
    opt = next_positional(r->cmd);
    if (opt == NULL) {
        vt_strbuf_addf(r->problem, "command '%s' has no place for '%s'", r->cmd->def->name, word);
        return -1;
    }
    return set_value(r, opt, word);
}

static int finish(struct reader *r)
{
    const struct opt_def *opt = r->cmd->def->options;

    if (r->cmd->help)
        return 0;
    if (r->due != NULL)
        return no_value(r);
    for (int i = 0; opt != NULL && opt[i].name != NULL; i++) {
        if (!(opt[i].flags & OPT_REQUIRED) || r->cmd->value[i].given)
            continue;
        vt_strbuf_addf(r->problem, "command '%s' requires %s%s%s", r->cmd->def->name,
                       opt[i].flags & OPT_POSITIONAL ? "<" : "option '--", opt[i].name,
                       opt[i].flags & OPT_POSITIONAL ? ">" : "'");
        return -1;
    }
    return 0;
}

static struct cmd *cmd_new(const struct cmd_def *def)
{
    struct cmd *cmd = calloc(1, sizeof *cmd);

    if (cmd != NULL)
        cmd->def = def;
    return cmd;
}

/* Reads one command from @words, which ends at @n; at least one word is there. */
static int read_command(const struct token *words, size_t n, struct cmd **ret_cmd,
                        struct vt_strbuf *problem)
{
    const struct cmd_def *def = table_find(words[0].text);
    struct reader r = {.problem = problem};
    int rv = 0;

    if (def == NULL) {
        vt_strbuf_addf(problem, "unknown command '%s'", words[0].text);
        return -1;
    }
    r.cmd = cmd_new(def);
    if (r.cmd == NULL)
        return -1;
    for (size_t i = 1; rv == 0 && i < n; i++)
        rv = read_word(&r, words[i].text);
    if (rv == 0)
        rv = finish(&r);
    if (rv < 0)
        cmd_free(r.cmd);
    else
        *ret_cmd = r.cmd;
    return rv;
}

static size_t command_end(const struct tokens *tokens, size_t from)
{
    while (from < tokens->n && tokens->list[from].text != NULL)
        from++;
    return from;
}

int parse_commands(const struct tokens *tokens, struct cmd **ret_list, struct vt_strbuf *problem)
{
    struct cmd *list = NULL;
    struct cmd **tail = &list;

    for (size_t at = 0; at < tokens->n;) {
        size_t end = command_end(tokens, at);

        if (end > at) {
            if (read_command(tokens->list + at, end - at, tail, problem) < 0) {
                if (problem->len == 0)
                    vt_strbuf_add(problem, "memory ran out while the command line was read");
                *tail = NULL;
                cmd_free(list);
                return -1;
            }
            tail = &(*tail)->next;
        }
        at = end + 1;
    }
    *ret_list = list;
    return 0;
}

/* What WORD is, after all words before it were read. */
static struct parse_place place_of(const struct reader *r, const char *word)
{
    struct parse_place place = {.what = PLACE_VALUE, .option = r->due};
    const char *equals = strchr(word, '=');

    if (r->due != NULL)
        return place;
    if (!r->only_data && word[0] == '-') {
        place.what = PLACE_OPTION;
        if (equals == NULL || !is_option(r, word))
            return place;
        place.option = find_option(r->cmd->def, word + 2, (size_t)(equals - word - 2));
        place.what = place.option != NULL ? PLACE_VALUE : PLACE_NOTHING;
        place.skip = (size_t)(equals + 1 - word);
        return place;
    }
    place.option = next_positional(r->cmd);
    if (place.option == NULL)
        place.what = *word == '\0' ? PLACE_OPTION : PLACE_NOTHING;
    return place;
}

struct parse_place parse_place(const struct tokens *tokens, bool in_word, struct cmd **ret_cmd)
{
    VT_STRBUF_SCOPE(problem);
    struct reader r = {.problem = &problem};
    size_t n = tokens->n - (in_word ? 1 : 0);
    const char *word = in_word ? tokens->list[n].text : "";
    const struct cmd_def *def;
    size_t from = n;

    *ret_cmd = NULL;
    while (from > 0 && tokens->list[from - 1].text != NULL)
        from--;
    if (from == n)
        return (struct parse_place){.what = PLACE_COMMAND};
    def = table_find(tokens->list[from].text);
    r.cmd = def != NULL ? cmd_new(def) : NULL;
    if (r.cmd == NULL)
        return (struct parse_place){.what = PLACE_NOTHING};
    *ret_cmd = r.cmd;
    for (size_t i = from + 1; i < n; i++) {
        if (read_word(&r, tokens->list[i].text) < 0)
            return (struct parse_place){.what = PLACE_NOTHING};
    }
    return place_of(&r, word);
}
