// What an object asks of the embedded engine by name: helpers of the application, values of the configuration, fields of another layout.
#include <linux/bpf.h>
#include <stdbool.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>

char _license[] SEC("license") = "GPL";

extern int LINUX_KERNEL_VERSION __kconfig;
extern bool LINUX_HAS_BPF_COOKIE __kconfig;
extern int CONFIG_HZ __kconfig;
extern const char CONFIG_DEFAULT_HOSTNAME[8] __kconfig;
extern long CONFIG_NO_SUCH_VALUE __kconfig __weak;

extern const int no_such_variable __ksym __weak;

long my_sum(int a, long b) __ksym;
long my_length(const void *text, __u64 size) __ksym;
int not_there(int a) __ksym __weak;

struct { // as no kernel has it: here 'wide' comes behind 'narrow'
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, 8);
    __type(key, __u32);
    __type(value, __u64);
} results SEC(".maps");

struct record {
    __u32 narrow;
    __u64 wide;
    __u32 gone;
} __attribute__((preserve_access_index));

static void put(__u32 key, __u64 value) { bpf_map_update_elem(&results, &key, &value, 0); }

SEC("syscall")
int names(void *context)
{
    char text[6] = "hello";
    put(0, my_sum(-2, 40));
    put(1, my_length(text, 5));
    put(2, LINUX_KERNEL_VERSION);
    put(3, CONFIG_HZ + LINUX_HAS_BPF_COOKIE);
    put(4, CONFIG_DEFAULT_HOSTNAME[0]);
    put(5, CONFIG_NO_SUCH_VALUE);
    put(6, (__u64)&no_such_variable);
    put(7, not_there ? not_there(1) : 7);
    return 0;
}

SEC("syscall")
int fields(struct record *record)
{
    put(0, __builtin_preserve_field_info(record->wide, 0)); // its offset
    put(1, record->wide);
    put(2, bpf_core_field_exists(record->gone));
    return bpf_core_field_exists(record->gone) ? record->gone : 0;
}

SEC("syscall")
int needs(struct record *record)
{
    return record->gone;
}
