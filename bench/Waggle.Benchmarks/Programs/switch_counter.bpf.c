// Counts the switches to each task: its hook and the place of a field are found in the kernel's types.
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

struct task_struct {
    int pid;
} __attribute__((preserve_access_index));

struct {
    __uint(type, BPF_MAP_TYPE_HASH);
    __uint(max_entries, 1024);
    __type(key, int);
    __type(value, __u64);
} switches SEC(".maps");

SEC("tp_btf/sched_switch")
int on_switch(unsigned long long *context)
{
    struct task_struct *next = (void *)context[2];
    int pid = next->pid;
    __u64 one = 1, *count = bpf_map_lookup_elem(&switches, &pid);
    if (count)
        (*count)++;
    else
        bpf_map_update_elem(&switches, &pid, &one, BPF_ANY);
    return 0;
}

char LICENSE[] SEC("license") = "Dual MIT/GPL";
