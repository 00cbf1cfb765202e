// Counts the system calls of one process; SyscallCounter.cs is the same program in C#.
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

int process SEC(".data") = -1;

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, 1);
    __type(key, __u32);
    __type(value, __u64);
} count SEC(".maps");

SEC("raw_tp/sys_enter")
int on_enter(void *context)
{
    if ((int)(bpf_get_current_pid_tgid() >> 32) != process)
        return 0;

    __u32 key = 0;
    __u64 *value = bpf_map_lookup_elem(&count, &key);
    if (value)
        (*value)++;
    return 0;
}

char LICENSE[] SEC("license") = "Dual MIT/GPL";
