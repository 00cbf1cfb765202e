// One CO-RE relocation of every kind, against types that every kernel has.
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>

char _license[] SEC("license") = "Dual MIT/GPL";

#define RELOCATED __attribute__((preserve_access_index))

struct list_head___small {
    struct list_head___small *next;
} RELOCATED;

struct signal_struct___small {
    int group_exit_code;
} RELOCATED;

// As the kernel's, and so matches it.
struct list_head {
    struct list_head *next, *prev;
} RELOCATED;

// A flavour with few fields, at other offsets than the kernel's.
struct task_struct___mine {
    struct task_struct___mine *real_parent;
    int tgid;
    unsigned long long start_time;
    char comm[16];
    struct signal_struct___small *signal;
    struct list_head___small children;
    unsigned no_such_field;
} RELOCATED;

struct iphdr {
    unsigned char ihl : 4, version : 4;
    unsigned char tos;
} RELOCATED;

struct no_such_struct {
    int field;
} RELOCATED;

enum pid_type {
    PIDTYPE_PID = 40,
    PIDTYPE_TGID = 41,
    PIDTYPE_NO_SUCH = 42,
};

volatile unsigned long long sink;

SEC("raw_tp/sched_process_exec")
int fields(struct bpf_raw_tracepoint_args *context)
{
    struct task_struct___mine *task = (void *)context->args[0];
    sink = BPF_CORE_READ(task, real_parent, tgid);
    sink = BPF_CORE_READ(task, start_time);
    sink = BPF_CORE_READ(task, signal, group_exit_code);
    sink = BPF_CORE_READ(task, children.next) != 0;
    sink = __builtin_preserve_field_info(task->comm[3], BPF_FIELD_BYTE_OFFSET);
    sink = bpf_core_field_size(task->comm);
    sink = bpf_core_field_exists(task->tgid);
    sink = bpf_core_field_exists(task->no_such_field);
    if (bpf_core_field_exists(task->no_such_field))
        sink = BPF_CORE_READ(task, no_such_field);
    return 0;
}

SEC("raw_tp/sched_process_exec")
int bits(struct bpf_raw_tracepoint_args *context)
{
    struct iphdr *packet = (void *)context->args[0];
    sink = __builtin_preserve_field_info(packet->version, BPF_FIELD_BYTE_OFFSET);
    sink = __builtin_preserve_field_info(packet->version, BPF_FIELD_BYTE_SIZE);
    sink = __builtin_preserve_field_info(packet->version, BPF_FIELD_SIGNED);
    sink = __builtin_preserve_field_info(packet->version, BPF_FIELD_LSHIFT_U64);
    sink = __builtin_preserve_field_info(packet->version, BPF_FIELD_RSHIFT_U64);
    return 0;
}

SEC("raw_tp/sched_process_exec")
int types(void *context)
{
    sink = bpf_core_type_id_kernel(struct task_struct___mine);
    sink = bpf_core_type_id_kernel(struct no_such_struct);
    sink = bpf_core_type_id_local(struct no_such_struct);
    sink = bpf_core_type_matches(struct list_head);
    sink = bpf_core_type_matches(struct iphdr);
    sink = bpf_core_type_exists(struct task_struct___mine);
    sink = bpf_core_type_exists(struct no_such_struct);
    sink = bpf_core_type_size(struct iphdr);
    sink = bpf_core_type_size(struct no_such_struct);
    sink = bpf_core_enum_value_exists(enum pid_type, PIDTYPE_TGID);
    sink = bpf_core_enum_value_exists(enum pid_type, PIDTYPE_NO_SUCH);
    sink = bpf_core_enum_value(enum pid_type, PIDTYPE_TGID);
    return 0;
}

// Loads through a trusted pointer are relocated in the instruction itself.
SEC("tp_btf/sched_process_exec")
int direct(unsigned long long *context)
{
    struct task_struct___mine *task = (void *)context[0];
    sink = task->tgid;
    sink = task->real_parent->tgid;
    sink = task->start_time;
    sink = task->comm[5];
    return 0;
}
