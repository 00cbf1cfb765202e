// What clang makes and the kernel engine loads: maps with types, globals of every kind, lines, a callback and a CO-RE read.
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>

char _license[] SEC("license") = "Dual MIT/GPL";

#define RELOCATED __attribute__((preserve_access_index))

struct task_struct {
    struct task_struct *real_parent;
    int tgid;
    int no_such_field;
} RELOCATED;

struct seen {
    unsigned int parent;
    unsigned int calls;
};

struct {
    __uint(type, BPF_MAP_TYPE_HASH);
    __uint(max_entries, 16);
    __type(key, unsigned int);
    __type(value, struct seen);
} threads SEC(".maps");

const volatile unsigned int only_thread = 0;
const volatile long system_call = 0;
unsigned int step = 3;
unsigned long long total;

static long add(unsigned int index, void *sum)
{
    *(unsigned long long *)sum += index;
    return 0;
}

SEC("tp_btf/sys_enter")
int count(unsigned long long *context)
{
    unsigned int thread = (unsigned int)bpf_get_current_pid_tgid();
    if (context[1] != system_call || thread != only_thread)
        return 0;

    struct seen fresh = {};
    struct seen *seen = bpf_map_lookup_elem(&threads, &thread);
    if (!seen) {
        struct task_struct *task = (void *)bpf_get_current_task();
        fresh.parent = BPF_CORE_READ(task, real_parent, tgid);
        bpf_map_update_elem(&threads, &thread, &fresh, BPF_ANY);
        seen = bpf_map_lookup_elem(&threads, &thread);
    }
    if (seen)
        seen->calls += step;

    unsigned long long sum = 0;
    bpf_loop(5, add, &sum, 0);
    total += sum;
    return 0;
}

SEC("raw_tp/sys_enter")
int wants_what_no_kernel_has(void *context)
{
    struct task_struct *task = (void *)bpf_get_current_task();
    total = BPF_CORE_READ(task, no_such_field);
    return 0;
}
