/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Our own element in a domain: read strictly, printed, copied. */
#include "config.h"

#include <string.h>

#include "conf/domain_embedded.h"
#include "conf/put.h"
#include "obj/error.h"

#define DEFAULT_FAULT_CODE VIR_ERR_OPERATION_FAILED

static int not_known(struct conf_parse *p, const struct xml_node *node, const char *what)
{
    return vt_error(p->domain, VIR_ERR_XML_ERROR, "'%s' is not known in <%s> in line %u.", what,
                    node->name, node->line);
}

static int bad_value(struct conf_parse *p, const struct xml_node *node, const char *attr,
                     const char *value, const char *needed)
{
    return vt_error(p->domain, VIR_ERR_XML_ERROR,
                    "Attribute '%s' of <%s> in line %u is '%s', not %s.", attr, node->name,
                    node->line, value != NULL ? value : "", needed);
}

/* As conf_take_attrs, but what is not in the list is an error; so is text or a child element. */
static int take_strictly(struct conf_parse *p, const struct xml_node *node,
                         const struct conf_attr attrs[])
{
    for (unsigned int i = 0; i < node->n_attrs; i++) {
        const struct conf_attr *known = attrs;
        while (known->name != NULL && strcmp(known->name, node->attrs[i].name) != 0)
            known++;
        if (known->name == NULL || node->attrs[i].ns != NULL)
            return not_known(p, node, node->attrs[i].name);
        *known->ret = node->attrs[i].value;
    }
    if (node->first != NULL)
        return not_known(p, node, node->first->name != NULL ? node->first->name : "text");
    return 0;
}

static int take_word(struct conf_parse *p, const struct conf_words *words,
                     const struct xml_node *node, const char *attr, const char *text,
                     unsigned int *ret)
{
    int found;

    if (text == NULL)
        return 0;
    found = conf_word_find(words, text);
    if (found < 0)
        return bad_value(p, node, attr, text, "one of its words");
    *ret = (unsigned int)found;
    return 0;
}

/* A missing attribute leaves @ret as it is. */
static int take_number(struct conf_parse *p, const struct xml_node *node, const char *attr,
                       const char *text, unsigned long long min, unsigned long long max,
                       unsigned int *ret)
{
    const struct xml_number_spec spec = {.attr = attr, .min = min, .max = max};
    unsigned long long n;

    if (text == NULL)
        return 0;
    if (xml_number_of(node, text, &spec, p->domain, &n) < 0)
        return -1;
    *ret = (unsigned int)n;
    return 0;
}

static int take_call(struct conf_parse *p, const struct xml_node *node, const char *call,
                     const char **ret)
{
    int found = call != NULL ? conf_word_find(&domain_embedded_call_words, call) : -1;

    if (found < 0)
        return bad_value(p, node, "call", call, "the name of a call that can be scripted");
    *ret = domain_embedded_call_words.words[found];
    return 0;
}

static int parse_ram(struct conf_parse *p, const struct xml_node *node, struct domain_embedded *e)
{
    const char *file = NULL, *format = NULL;
    const struct conf_attr attrs[] = {{"file", &file}, {"format", &format}, {NULL, NULL}};
    unsigned int value = DOMAIN_RAM_AUTO;

    if (e->ram_file != NULL)
        return not_known(p, node->parent, "a second ram");
    if (take_strictly(p, node, attrs) < 0 ||
        take_word(p, &domain_ram_format_words, node, "format", format, &value) < 0)
        return -1;
    if (file == NULL || file[0] != '/')
        return bad_value(p, node, "file", file, "an absolute path");
    e->ram_format = value;
    e->ram_file = conf_text(p, file);
    return e->ram_file != NULL ? 0 : vt_error_no_memory(p->domain);
}

static int parse_guest(struct conf_parse *p, const struct xml_node *node, struct domain_embedded *e)
{
    const char *content = NULL, *paging = NULL;
    const struct conf_attr attrs[] = {{"content", &content}, {"paging", &paging}, {NULL, NULL}};
    unsigned int content_value = DOMAIN_GUEST_CONTENT_UNSET, paging_value = DOMAIN_PAGING_UNSET;

    if (take_strictly(p, node, attrs) < 0 ||
        take_word(p, &domain_guest_content_words, node, "content", content, &content_value) < 0 ||
        take_word(p, &domain_guest_paging_words, node, "paging", paging, &paging_value) < 0)
        return -1;
    e->content = content_value;
    e->paging = paging_value;
    return 0;
}

static int parse_hole(struct conf_parse *p, const struct xml_node *node, struct domain_hole *hole)
{
    const char *start = NULL, *size = NULL;
    const struct conf_attr attrs[] = {{"start", &start}, {"size", &size}, {NULL, NULL}};
    unsigned long long from, bytes;

    if (take_strictly(p, node, attrs) < 0)
        return -1;
    if (start == NULL || !xml_number_any(start, UINT64_MAX, &from) ||
        from % DOMAIN_EMBEDDED_PAGE != 0)
        return bad_value(p, node, "start", start, "the address of a page");
    if (size == NULL || !xml_number_any(size, UINT64_MAX - from, &bytes) || bytes == 0 ||
        bytes % DOMAIN_EMBEDDED_PAGE != 0)
        return bad_value(p, node, "size", size, "a number of bytes in whole pages");
    hole->start = from;
    hole->size = bytes;
    return 0;
}

static int parse_fault(struct conf_parse *p, const struct xml_node *node,
                       struct domain_fault *fault)
{
    const char *call = NULL, *code = NULL, *times = NULL, *after = NULL, *message = NULL;
    const struct conf_attr attrs[] = {
        {"call", &call},   {"code", &code},       {"times", &times},
        {"after", &after}, {"message", &message}, {NULL, NULL},
    };
    unsigned int number = DEFAULT_FAULT_CODE;

    if (take_strictly(p, node, attrs) < 0 || take_call(p, node, call, &fault->call) < 0 ||
        take_number(p, node, "code", code, 1, DOMAIN_EMBEDDED_MAX_CODE, &number) < 0 ||
        take_number(p, node, "times", times, 0, DOMAIN_EMBEDDED_MAX_TIMES, &fault->times) < 0 ||
        take_number(p, node, "after", after, 0, DOMAIN_EMBEDDED_MAX_TIMES, &fault->after) < 0)
        return -1;
    if (message != NULL && strlen(message) > DOMAIN_EMBEDDED_MAX_MESSAGE)
        return bad_value(p, node, "message", message, "as short as it must be");
    fault->code = (int)number;
    fault->message = conf_text(p, message);
    return 0;
}

static int parse_delay(struct conf_parse *p, const struct xml_node *node,
                       struct domain_delay *delay)
{
    const char *call = NULL, *ms = NULL, *times = NULL;
    const struct conf_attr attrs[] = {
        {"call", &call}, {"ms", &ms}, {"times", &times}, {NULL, NULL}};

    if (take_strictly(p, node, attrs) < 0 || take_call(p, node, call, &delay->call) < 0)
        return -1;
    if (ms == NULL)
        return bad_value(p, node, "ms", ms, "a number of milliseconds");
    if (take_number(p, node, "ms", ms, 0, DOMAIN_EMBEDDED_MAX_DELAY_MS, &delay->ms) < 0)
        return -1;
    return take_number(p, node, "times", times, 0, DOMAIN_EMBEDDED_MAX_TIMES, &delay->times);
}

static int parse_child(struct conf_parse *p, const struct xml_node *node, struct domain_embedded *e,
                       bool *guest_seen)
{
    if (node->ns == NULL || strcmp(node->ns, DOMAIN_EMBEDDED_NS) != 0)
        return not_known(p, node->parent, node->name);
    if (strcmp(node->name, "ram") == 0)
        return parse_ram(p, node, e);
    if (strcmp(node->name, "hole") == 0)
        return parse_hole(p, node, &e->holes[e->n_holes++]);
    if (strcmp(node->name, "fault") == 0)
        return parse_fault(p, node, &e->faults[e->n_faults++]);
    if (strcmp(node->name, "delay") == 0)
        return parse_delay(p, node, &e->delays[e->n_delays++]);
    if (strcmp(node->name, "guest") != 0 || *guest_seen)
        return not_known(p, node->parent, node->name);
    *guest_seen = true;
    return parse_guest(p, node, e);
}

/* Room for the children of a name, at most a bound of them. */
static int room_for(struct conf_parse *p, const struct xml_node *node, const char *name,
                    size_t size, void **ret)
{
    size_t n = 0;

    for (const struct xml_node *child = node->first; child != NULL; child = child->next)
        n += child->name != NULL && strcmp(child->name, name) == 0;
    if (n > DOMAIN_EMBEDDED_MAX_RULES)
        return vt_error(p->domain, VIR_ERR_XML_ERROR, "Element <%s> has more than %d <%s>.",
                        node->name, DOMAIN_EMBEDDED_MAX_RULES, name);
    *ret = n > 0 ? arena_alloc(p->arena, n * size) : NULL;
    return n > 0 && *ret == NULL ? vt_error_no_memory(p->domain) : 0;
}

int domain_embedded_parse(struct conf_parse *p, const struct xml_node *node,
                          struct domain_embedded **ret)
{
    struct domain_embedded *e = arena_alloc(p->arena, sizeof *e);
    void *holes, *faults, *delays;
    bool guest_seen = false;

    if (e == NULL)
        return vt_error_no_memory(p->domain);
    e->content = DOMAIN_GUEST_CONTENT_UNSET;
    e->paging = DOMAIN_PAGING_UNSET;
    if (node->n_attrs > 0)
        return not_known(p, node, node->attrs[0].name);
    if (room_for(p, node, "hole", sizeof *e->holes, &holes) < 0 ||
        room_for(p, node, "fault", sizeof *e->faults, &faults) < 0 ||
        room_for(p, node, "delay", sizeof *e->delays, &delays) < 0)
        return -1;
    e->holes = holes;
    e->faults = faults;
    e->delays = delays;
    for (const struct xml_node *child = node->first; child != NULL; child = child->next) {
        if (child->name == NULL)
            return not_known(p, node, "text");
        if (parse_child(p, child, e, &guest_seen) < 0)
            return -1;
    }
    *ret = e;
    return 0;
}

static void format_guest(struct vt_strbuf *b, const struct domain_embedded *e)
{
    if (e->content == DOMAIN_GUEST_CONTENT_UNSET && e->paging == DOMAIN_PAGING_UNSET)
        return;
    vt_strbuf_add(b, "    <vt:guest");
    if (e->content != DOMAIN_GUEST_CONTENT_UNSET)
        PUT_ATTR(b, "content", conf_word(&domain_guest_content_words, e->content));
    if (e->paging != DOMAIN_PAGING_UNSET)
        PUT_ATTR(b, "paging", conf_word(&domain_guest_paging_words, e->paging));
    vt_strbuf_add(b, "/>\n");
}

static void format_fault(struct vt_strbuf *b, const struct domain_fault *fault)
{
    vt_strbuf_add(b, "    <vt:fault");
    PUT_ATTR(b, "call", fault->call);
    put_number(b, "code", (unsigned int)fault->code);
    if (fault->times > 0)
        put_number(b, "times", fault->times);
    if (fault->after > 0)
        put_number(b, "after", fault->after);
    if (fault->message != NULL)
        PUT_ATTR(b, "message", fault->message);
    vt_strbuf_add(b, "/>\n");
}

void domain_embedded_format(struct vt_strbuf *b, const struct domain_embedded *e)
{
    vt_strbuf_add(b, "  <vt:embedded xmlns:vt='" DOMAIN_EMBEDDED_NS "'>\n");
    if (e->ram_file != NULL) {
        vt_strbuf_add(b, "    <vt:ram");
        PUT_ATTR(b, "file", e->ram_file);
        PUT_ATTR(b, "format", conf_word(&domain_ram_format_words, e->ram_format));
        vt_strbuf_add(b, "/>\n");
    }
    format_guest(b, e);
    for (unsigned int i = 0; i < e->n_holes; i++)
        vt_strbuf_addf(b, "    <vt:hole start='0x%llx' size='0x%llx'/>\n",
                       (unsigned long long)e->holes[i].start, (unsigned long long)e->holes[i].size);
    for (unsigned int i = 0; i < e->n_faults; i++)
        format_fault(b, &e->faults[i]);
    for (unsigned int i = 0; i < e->n_delays; i++) {
        vt_strbuf_add(b, "    <vt:delay");
        PUT_ATTR(b, "call", e->delays[i].call);
        put_number(b, "ms", e->delays[i].ms);
        if (e->delays[i].times > 0)
            put_number(b, "times", e->delays[i].times);
        vt_strbuf_add(b, "/>\n");
    }
    vt_strbuf_add(b, "  </vt:embedded>\n");
}

static void *copy_array(struct arena *arena, const void *from, size_t n, size_t size)
{
    void *to = n > 0 ? arena_alloc(arena, n * size) : NULL;

    if (to != NULL)
        memcpy(to, from, n * size);
    return to;
}

struct domain_embedded *domain_embedded_copy(struct arena *arena, const struct domain_embedded *e)
{
    struct domain_embedded *to = copy_array(arena, e, 1, sizeof *e);

    if (to == NULL)
        return NULL;
    to->ram_file = arena_text(arena, e->ram_file);
    to->holes = copy_array(arena, e->holes, e->n_holes, sizeof *e->holes);
    to->faults = copy_array(arena, e->faults, e->n_faults, sizeof *e->faults);
    to->delays = copy_array(arena, e->delays, e->n_delays, sizeof *e->delays);
    if (arena->failed)
        return NULL;
    for (unsigned int i = 0; i < e->n_faults; i++)
        to->faults[i].message = arena_text(arena, e->faults[i].message);
    return arena->failed ? NULL : to;
}
