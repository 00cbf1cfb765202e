// What an object asks of the kernel: configuration values of each kind, symbols, variables, functions, some of them missing.
#include <linux/bpf.h>
#include <stdbool.h>
#include <bpf/bpf_helpers.h>

char _license[] SEC("license") = "GPL";

struct task_struct {
    int pid;
} __attribute__((preserve_access_index)); // not only declared: the kernel has a struct where a function takes one

extern int LINUX_KERNEL_VERSION __kconfig;
extern bool LINUX_HAS_BPF_COOKIE __kconfig;
extern bool LINUX_HAS_SYSCALL_WRAPPER __kconfig __weak;
extern int CONFIG_HZ __kconfig;
extern bool CONFIG_BPF_SYSCALL __kconfig;
extern enum libbpf_tristate CONFIG_INET __kconfig;
extern char CONFIG_BPF __kconfig;
extern const char CONFIG_DEFAULT_HOSTNAME[16] __kconfig;
extern long CONFIG_NO_SUCH_VALUE __kconfig __weak;
extern int LINUX_NO_SUCH_VALUE __kconfig __weak;

extern const void schedule __ksym;
extern const void no_such_symbol __ksym __weak;
extern const int no_such_variable __ksym __weak;

struct task_struct *bpf_task_from_pid(int pid) __ksym;
void bpf_task_release(struct task_struct *task) __ksym;
int no_such_function(int) __ksym __weak;

struct result {
    __u64 version, hz, bpf_syscall, inet, bpf, cookie, missing;
    char hostname[16];
    __u64 address, missing_address, missing_variable, task_found;
};

struct result result;

SEC("syscall")
int ask(void *context)
{
    result.version = LINUX_KERNEL_VERSION;
    result.hz = CONFIG_HZ;
    result.bpf_syscall = CONFIG_BPF_SYSCALL;
    result.inet = CONFIG_INET;
    result.bpf = CONFIG_BPF;
    result.cookie = LINUX_HAS_BPF_COOKIE + 2 * LINUX_HAS_SYSCALL_WRAPPER;
    result.missing = CONFIG_NO_SUCH_VALUE + LINUX_NO_SUCH_VALUE;
    for (int i = 0; i < 16; i++)
        result.hostname[i] = CONFIG_DEFAULT_HOSTNAME[i];
    result.address = (__u64)&schedule;
    result.missing_address = (__u64)&no_such_symbol;
    result.missing_variable = (__u64)&no_such_variable;

    struct task_struct *task = bpf_task_from_pid((int)bpf_get_current_pid_tgid());
    if (task) {
        result.task_found = 1;
        bpf_task_release(task);
    }
    if (no_such_function)
        result.task_found = no_such_function(1);
    return 0;
}
