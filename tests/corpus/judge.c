// SPDX-License-Identifier: MIT
// What the running kernel's verifier says of programs when whoever loads them lacks capabilities.
//
//   judge unprivileged FOLDER   without CAP_BPF, CAP_PERFMON, CAP_NET_ADMIN and CAP_SYS_ADMIN; socket filters and cgroup_skb only
//   judge no-perfmon FOLDER     without CAP_PERFMON and CAP_SYS_ADMIN; all types of programs
//
// Writes a line a program: object, program, verdict (accepted, rejected, or refused: the kernel said no and wrote nothing), and the last
// words of the log. The capabilities are given up in the effective set, around each load, as the kernel's own test_progs does.
// kernel.unprivileged_bpf_disabled is left as it is: where it is not 0 everything is refused.
#include <dirent.h>
#include <errno.h>
#include <linux/capability.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <bpf/bpf.h>
#include <bpf/btf.h>
#include <bpf/libbpf.h>

#define LOG_SIZE (16 << 20)

static char log_text[LOG_SIZE];
static int is_unprivileged;

static int quiet(enum libbpf_print_level level, const char *format, va_list values) { return 0; }

static void set_capabilities(int drop)
{
    struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
    struct __user_cap_data_struct data[2];
    static const int unprivileged[] = { CAP_SYS_ADMIN, CAP_NET_ADMIN, CAP_PERFMON, CAP_BPF }, no_perfmon[] = { CAP_SYS_ADMIN, CAP_PERFMON };
    const int *dropped = is_unprivileged ? unprivileged : no_perfmon;
    int count = is_unprivileged ? 4 : 2;

    if (syscall(SYS_capget, &header, data)) { perror("capget"); exit(2); }
    for (int i = 0; i < 2; i++) data[i].effective = data[i].permitted;
    for (int i = 0; drop && i < count; i++) data[dropped[i] / 32].effective &= ~(1u << dropped[i] % 32);
    if (syscall(SYS_capset, &header, data)) { perror("capset"); exit(2); }
}

// The maps that the kernel makes for everybody (map_create in kernel/bpf/syscall.c).
static int is_for_everybody(const struct bpf_map *map)
{
    switch (bpf_map__type(map)) {
    case BPF_MAP_TYPE_HASH: case BPF_MAP_TYPE_PERCPU_HASH: case BPF_MAP_TYPE_HASH_OF_MAPS:
        return !(bpf_map__map_flags(map) & BPF_F_ZERO_SEED);
    case BPF_MAP_TYPE_ARRAY: case BPF_MAP_TYPE_PERCPU_ARRAY: case BPF_MAP_TYPE_PROG_ARRAY: case BPF_MAP_TYPE_PERF_EVENT_ARRAY:
    case BPF_MAP_TYPE_CGROUP_ARRAY: case BPF_MAP_TYPE_ARRAY_OF_MAPS: case BPF_MAP_TYPE_RINGBUF: case BPF_MAP_TYPE_USER_RINGBUF:
    case BPF_MAP_TYPE_CGROUP_STORAGE: case BPF_MAP_TYPE_PERCPU_CGROUP_STORAGE:
        return 1;
    default:
        return 0;
    }
}

// The flags that a selftest asks for in a tag of its function; the flag that shakes states is for the privileged, so the kernel drops it.
static unsigned int flags_of(const struct bpf_object *object, const char *program)
{
    static const char prefix[] = "comment:test_prog_flags=";
    const struct btf *types = bpf_object__btf(object);
    int function = types ? btf__find_by_name_kind(types, program, BTF_KIND_FUNC) : -1;
    unsigned int flags = 0;

    for (unsigned int i = 1; function > 0 && i < btf__type_cnt(types); i++) {
        const struct btf_type *type = btf__type_by_id(types, i);
        const char *text;
        if (!btf_is_decl_tag(type) || (int)type->type != function || btf_decl_tag(type)->component_idx != -1) continue;
        text = btf__str_by_offset(types, type->name_off);
        if (strncmp(text, prefix, sizeof(prefix) - 1)) continue;
        if (!strcmp(text + sizeof(prefix) - 1, "BPF_F_STRICT_ALIGNMENT")) flags |= BPF_F_STRICT_ALIGNMENT;
        if (!strcmp(text + sizeof(prefix) - 1, "BPF_F_ANY_ALIGNMENT")) flags |= BPF_F_ANY_ALIGNMENT;
    }
    return flags;
}

// The last line of the log that is no statistics.
static const char *last_words(void)
{
    char *line = NULL, *each;
    for (each = strtok(log_text, "\n"); each; each = strtok(NULL, "\n")) {
        if (strncmp(each, "processed ", 10) && strncmp(each, "verification time", 17) && strncmp(each, "stack depth", 11)) line = each;
    }
    return line ? line : "";
}

static void judge(const char *path, const char *file, const char *name)
{
    struct bpf_object *object = bpf_object__open_file(path, NULL);
    struct bpf_program *program, *found = NULL;
    struct bpf_map *map;
    int status;

    if (!object) return;
    bpf_object__for_each_program(program, object) {
        int is_this = !strcmp(bpf_program__name(program), name);
        bpf_program__set_autoload(program, is_this);
        if (is_this) found = program;
    }
    bpf_object__for_each_map(map, object) {
        bpf_map__set_pin_path(map, NULL);
        if (is_unprivileged && !is_for_everybody(map)) bpf_map__set_autocreate(map, false);
    }
    memset(log_text, 0, 4096);
    bpf_program__set_log_buf(found, log_text, LOG_SIZE);
    bpf_program__set_flags(found, bpf_program__flags(found) | flags_of(object, name));
    set_capabilities(1);
    status = bpf_object__load(object);
    set_capabilities(0);
    // The program is loaded by then; only the slots of a program array wait for programs that are not.
    if (!status || status == -EBADF) printf("%s\t%s\taccepted\t\n", file, name);
    else if (log_text[0]) printf("%s\t%s\trejected\t%s\n", file, name, last_words());
    else printf("%s\t%s\trefused\t%s\n", file, name, strerror(-status));
    fflush(stdout);
    bpf_object__close(object);
}

static void judge_all(const char *path, const char *file)
{
    struct bpf_object *object = bpf_object__open_file(path, NULL);
    struct bpf_program *program;

    if (!object) return;
    bpf_object__for_each_program(program, object) {
        enum bpf_prog_type type = bpf_program__type(program);
        if (is_unprivileged && type != BPF_PROG_TYPE_SOCKET_FILTER && type != BPF_PROG_TYPE_CGROUP_SKB) continue;
        judge(path, file, bpf_program__name(program));
    }
    bpf_object__close(object);
}

static int is_object(const struct dirent *entry)
{
    size_t length = strlen(entry->d_name);
    return length > 2 && !strcmp(entry->d_name + length - 2, ".o");
}

int main(int count, char **words)
{
    struct rlimit unlimited = { RLIM_INFINITY, RLIM_INFINITY };
    struct dirent **entries;
    int found;

    if (count != 3 || (strcmp(words[1], "unprivileged") && strcmp(words[1], "no-perfmon"))) {
        fprintf(stderr, "usage: judge unprivileged|no-perfmon FOLDER\n");
        return 2;
    }
    is_unprivileged = !strcmp(words[1], "unprivileged");
    setrlimit(RLIMIT_MEMLOCK, &unlimited);
    libbpf_set_print(quiet);
    found = scandir(words[2], &entries, is_object, alphasort);
    if (found < 0) { perror(words[2]); return 2; }
    for (int i = 0; i < found; i++) {
        char path[4096], file[256];
        snprintf(path, sizeof(path), "%s/%s", words[2], entries[i]->d_name);
        snprintf(file, sizeof(file), "%.*s", (int)strlen(entries[i]->d_name) - 2, entries[i]->d_name);
        judge_all(path, file);
    }
    return 0;
}
