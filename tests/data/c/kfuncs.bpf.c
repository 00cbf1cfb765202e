// Kernel functions that do not need a kernel's own objects. Each program leaves what they gave in the map 'result'.
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

char _license[] SEC("license") = "GPL";

#define EACH(array) (sizeof(array) / sizeof((array)[0]))

int bpf_dynptr_from_skb(struct __sk_buff *skb, __u64 flags, struct bpf_dynptr *ptr) __ksym;
int bpf_dynptr_from_xdp(struct xdp_md *xdp, __u64 flags, struct bpf_dynptr *ptr) __ksym;
void *bpf_dynptr_slice(const struct bpf_dynptr *ptr, __u32 offset, void *buffer, __u32 buffer__szk) __ksym;
void *bpf_dynptr_slice_rdwr(const struct bpf_dynptr *ptr, __u32 offset, void *buffer, __u32 buffer__szk) __ksym;
int bpf_dynptr_adjust(const struct bpf_dynptr *ptr, __u32 start, __u32 end) __ksym;
_Bool bpf_dynptr_is_null(const struct bpf_dynptr *ptr) __ksym;
_Bool bpf_dynptr_is_rdonly(const struct bpf_dynptr *ptr) __ksym;
__u32 bpf_dynptr_size(const struct bpf_dynptr *ptr) __ksym;
int bpf_dynptr_clone(const struct bpf_dynptr *ptr, struct bpf_dynptr *clone) __ksym;
int bpf_dynptr_copy(struct bpf_dynptr *target, __u32 target_offset, struct bpf_dynptr *source, __u32 source_offset, __u32 size) __ksym;
int bpf_dynptr_memset(struct bpf_dynptr *ptr, __u32 offset, __u32 size, __u8 value) __ksym;

struct bpf_iter_num___here { // not all headers have it
    __u64 opaque[1];
} __attribute__((aligned(8)));

int bpf_iter_num_new(struct bpf_iter_num___here *it, int start, int end) __ksym;
int *bpf_iter_num_next(struct bpf_iter_num___here *it) __ksym;
void bpf_iter_num_destroy(struct bpf_iter_num___here *it) __ksym;

struct bpf_iter_bits {
    __u64 opaque[2];
};

int bpf_iter_bits_new(struct bpf_iter_bits *it, const __u64 *words, __u32 count) __ksym;
int *bpf_iter_bits_next(struct bpf_iter_bits *it) __ksym;
void bpf_iter_bits_destroy(struct bpf_iter_bits *it) __ksym;

void bpf_rcu_read_lock(void) __ksym;
void bpf_rcu_read_unlock(void) __ksym;
void bpf_preempt_disable(void) __ksym;
void bpf_preempt_enable(void) __ksym;
void bpf_local_irq_save(unsigned long *flags) __ksym;
void bpf_local_irq_restore(unsigned long *flags) __ksym;

int bpf_strcmp(const char *a, const char *b) __ksym;
int bpf_strcasecmp(const char *a, const char *b) __ksym;
int bpf_strchr(const char *s, char c) __ksym;
int bpf_strchrnul(const char *s, char c) __ksym;
int bpf_strnchr(const char *s, unsigned long count, char c) __ksym;
int bpf_strrchr(const char *s, int c) __ksym;
int bpf_strlen(const char *s) __ksym;
int bpf_strnlen(const char *s, unsigned long count) __ksym;
int bpf_strspn(const char *s, const char *accept) __ksym;
int bpf_strcspn(const char *s, const char *reject) __ksym;
int bpf_strstr(const char *s, const char *part) __ksym;
int bpf_strnstr(const char *s, const char *part, unsigned long length) __ksym;

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, 1);
    __type(key, __u32);
    __type(value, __s64[64]);
} result SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_RINGBUF);
    __uint(max_entries, 4096);
} ring SEC(".maps");

static __s64 *results(void)
{
    __u32 key = 0;
    return bpf_map_lookup_elem(&result, &key);
}

#define BEGIN __s64 *r = results(); if (!r) return 0

char memory[256];

static void fill(void)
{
    for (int i = 0; i < 64; i++)
        memory[i] = 3 * i;
}

SEC("tc") // where slices may be written to
int dynptr_memory(struct __sk_buff *context)
{
    BEGIN;
    struct bpf_dynptr ptr, clone;
    __u32 value = 0;
    fill();
    r[0] = bpf_dynptr_from_mem(memory, 64, 0, &ptr);
    r[1] = bpf_dynptr_size(&ptr);
    r[2] = bpf_dynptr_is_null(&ptr);
    r[3] = bpf_dynptr_is_rdonly(&ptr);
    r[4] = bpf_dynptr_adjust(&ptr, 8, 40);
    r[5] = bpf_dynptr_size(&ptr);
    r[6] = bpf_dynptr_clone(&ptr, &clone);
    r[7] = bpf_dynptr_adjust(&clone, 4, 32);
    r[8] = bpf_dynptr_size(&ptr);
    r[9] = bpf_dynptr_size(&clone);
    r[10] = bpf_dynptr_read(&value, 4, &ptr, 0, 0);
    r[11] = value;
    r[12] = bpf_dynptr_read(&value, 4, &clone, 0, 0);
    r[13] = value;
    r[14] = bpf_dynptr_read(&value, 4, &clone, 25, 0);
    r[15] = bpf_dynptr_adjust(&ptr, 5, 4);
    r[16] = bpf_dynptr_adjust(&ptr, 0, 33);
    r[17] = bpf_dynptr_adjust(&ptr, 33, 33);
    r[18] = bpf_dynptr_adjust(&ptr, 32, 32);
    r[19] = bpf_dynptr_size(&ptr);
    __u8 *slice = bpf_dynptr_slice(&clone, 2, 0, 4);
    r[20] = slice ? slice[0] + 256 * slice[3] : -1;
    slice = bpf_dynptr_slice(&clone, 25, 0, 4);
    r[21] = slice ? 1 : 0;
    slice = bpf_dynptr_slice_rdwr(&clone, 0, 0, 4);
    if (slice)
        slice[1] = 99;
    r[22] = memory[13];
    return 0;
}

SEC("syscall")
int dynptr_null(void *context)
{
    BEGIN;
    struct bpf_dynptr ptr, clone;
    r[0] = bpf_dynptr_from_mem(memory, 64, 1, &ptr);
    r[1] = bpf_dynptr_size(&ptr);
    r[2] = bpf_dynptr_is_null(&ptr);
    r[3] = bpf_dynptr_is_rdonly(&ptr);
    r[4] = bpf_dynptr_adjust(&ptr, 0, 0);
    r[5] = bpf_dynptr_clone(&ptr, &clone);
    r[6] = bpf_dynptr_is_null(&clone);
    r[7] = bpf_dynptr_slice(&ptr, 0, 0, 1) != 0;
    return 0;
}

SEC("syscall")
int dynptr_copies(void *context)
{
    BEGIN;
    struct bpf_dynptr ptr, record;
    fill();
    bpf_dynptr_from_mem(memory, 64, 0, &ptr);
    r[0] = bpf_ringbuf_reserve_dynptr(&ring, 32, 0, &record);
    r[1] = bpf_dynptr_copy(&record, 4, &ptr, 8, 16);
    r[2] = bpf_dynptr_copy(&record, 20, &ptr, 8, 16);
    r[3] = bpf_dynptr_copy(&record, 0, &ptr, 60, 5);
    r[4] = bpf_dynptr_copy(&ptr, 2, &ptr, 0, 20);
    r[5] = bpf_dynptr_memset(&record, 0, 4, 7);
    r[6] = bpf_dynptr_memset(&record, 30, 3, 7);
    r[7] = bpf_dynptr_memset(&record, 32, 0, 7);
    __u64 word = 0;
    bpf_dynptr_read(&word, 8, &record, 0, 0);
    r[8] = word;
    bpf_dynptr_read(&word, 8, &record, 12, 0);
    r[9] = word;
    r[10] = *(__u64 *)memory;
    bpf_ringbuf_discard_dynptr(&record, 0);
    return 0;
}

SEC("syscall")
int dynptr_record(void *context)
{
    BEGIN;
    struct bpf_dynptr record, clone;
    r[0] = bpf_ringbuf_reserve_dynptr(&ring, 32, 0, &record);
    r[1] = bpf_dynptr_adjust(&record, 8, 24);
    r[2] = bpf_dynptr_clone(&record, &clone);
    r[3] = bpf_dynptr_size(&clone);
    bpf_ringbuf_submit_dynptr(&record, 0);
    r[4] = bpf_ringbuf_query(&ring, 0);
    return 0;
}

SEC("tc")
int dynptr_packet(struct __sk_buff *skb)
{
    BEGIN;
    struct bpf_dynptr ptr, copy;
    __u8 buffer[8] = {}, *slice;
    r[0] = bpf_dynptr_from_skb(skb, 1, &ptr);
    r[1] = bpf_dynptr_is_null(&ptr);
    r[2] = bpf_dynptr_from_skb(skb, 0, &copy);
    r[3] = bpf_dynptr_size(&copy);
    r[4] = bpf_dynptr_is_rdonly(&copy);
    slice = bpf_dynptr_slice(&copy, 12, buffer, 8);
    r[5] = slice ? slice[0] + 256 * slice[2] : -1;
    slice = bpf_dynptr_slice_rdwr(&copy, 0, buffer, 8);
    if (slice) {
        slice[0] = 0xab;
        if (slice == buffer)
            bpf_dynptr_write(&copy, 0, buffer, 8, 0);
    }
    buffer[0] = 0x5a;
    r[6] = bpf_dynptr_write(&copy, 20, buffer, 1, BPF_F_INVALIDATE_HASH);
    r[7] = bpf_dynptr_write(&copy, 20, buffer, 1, 64);
    r[8] = bpf_dynptr_write(&copy, 62, buffer, 1, 0);
    r[9] = bpf_dynptr_adjust(&copy, 14, 34);
    r[10] = bpf_dynptr_read(buffer, 4, &copy, 0, 0);
    r[11] = buffer[0];
    r[12] = bpf_dynptr_write(&copy, 8, buffer, 2, 0);
    r[13] = bpf_dynptr_data(&copy, 0, 1) != 0;
    return 0;
}

SEC("xdp")
int dynptr_frame(struct xdp_md *xdp)
{
    BEGIN;
    struct bpf_dynptr ptr;
    __u8 buffer[8] = {}, *slice;
    r[0] = bpf_dynptr_from_xdp(xdp, 0, &ptr);
    r[1] = bpf_dynptr_size(&ptr);
    slice = bpf_dynptr_slice_rdwr(&ptr, 6, buffer, 6);
    if (slice)
        slice[5] = 0xcd;
    r[2] = bpf_dynptr_write(&ptr, 30, buffer, 2, 0);
    r[3] = bpf_dynptr_write(&ptr, 30, buffer, 2, 1);
    r[4] = bpf_dynptr_read(buffer, 8, &ptr, 55, 0);
    r[5] = bpf_dynptr_is_rdonly(&ptr);
    return XDP_PASS;
}

static __s64 sum(int start, int end, __s64 *error)
{
    struct bpf_iter_num___here it;
    int *value;
    __s64 total = 0;
    *error = bpf_iter_num_new(&it, start, end);
    while ((value = bpf_iter_num_next(&it)))
        total = 3 * total + *value;
    bpf_iter_num_destroy(&it);
    return total;
}

SEC("syscall")
int numbers(void *context)
{
    BEGIN;
    r[0] = sum(0, 10, r + 1);
    r[2] = sum(-5, 5, r + 3);
    r[4] = sum(7, 7, r + 5);
    r[6] = sum(8, 7, r + 7);
    r[8] = sum(-2147483647 - 1, 2147483647, r + 9);
    r[10] = sum(2147483640, 2147483647, r + 11);
    r[12] = sum(-2147483647 - 1, -2147483640, r + 13);
    r[14] = sum(0, 8388609, r + 15);
    return 0;
}

static __s64 bits(const __u64 *words, __u32 count, __s64 *error)
{
    struct bpf_iter_bits it;
    int *bit;
    __s64 total = 0;
    *error = bpf_iter_bits_new(&it, words, count);
    while ((bit = bpf_iter_bits_next(&it)))
        total = 3 * total + *bit;
    bpf_iter_bits_destroy(&it);
    return total;
}

__u64 words[600];

SEC("syscall")
int bit_numbers(void *context)
{
    BEGIN;
    words[0] = 0x8000000000000105;
    words[1] = 0;
    words[2] = 0x11;
    words[510] = 1ull << 63;
    r[0] = bits(words, 1, r + 1);
    r[2] = bits(words, 3, r + 3);
    r[4] = bits(words, 0, r + 5);
    r[6] = bits(words, 512, r + 7);
    r[8] = bits(0, 1, r + 9);
    r[10] = bits(words + 1, 1, r + 11);
    r[12] = bits(words, 511, r + 13);
    r[14] = bits((void *)8, 1, r + 15);
    r[16] = bits((void *)8, 2, r + 17);
    r[18] = bits((void *)-4096, 2, r + 19);
    return 0;
}

SEC("syscall")
int sections(void *context)
{
    BEGIN;
    bpf_rcu_read_lock();
    r[0] = 1;
    bpf_rcu_read_unlock();
    bpf_preempt_disable();
    r[1] = 2;
    bpf_preempt_enable();
    return 5;
}

SEC("syscall")
int interrupts(void *context)
{
    BEGIN;
    unsigned long flags;
    bpf_local_irq_save(&flags);
    r[0] = 1;
    bpf_local_irq_restore(&flags);
    return 6;
}

const char hello[] = "hello, bee", hello2[] = "hello, bat", upper[] = "HELLO, BEE", empty[] = "", latin[] = "\xc4\xd7z", latin_lower[] = "\xe4\xf7z", part[] = "lo, b",
    tail[] = "bee", letters[] = "leh", no[] = "xyz";
char endless[70000];

SEC("syscall")
int texts(void *context)
{
    BEGIN;
    int i = 0;
    r[i++] = bpf_strcmp(hello, hello);
    r[i++] = bpf_strcmp(hello, hello2);
    r[i++] = bpf_strcmp(hello2, hello);
    r[i++] = bpf_strcmp(hello, empty);
    r[i++] = bpf_strcmp(empty, hello);
    r[i++] = bpf_strcmp(latin, hello);
    r[i++] = bpf_strchr(hello, 'o');
    r[i++] = bpf_strchr(hello, 'x');
    r[i++] = bpf_strchr(hello, 0);
    r[i++] = bpf_strchrnul(hello, 'x');
    r[i++] = bpf_strchrnul(hello, 'b');
    r[i++] = bpf_strnchr(hello, 3, 'l');
    r[i++] = bpf_strnchr(hello, 2, 'l');
    r[i++] = bpf_strnchr(hello, 0, 'h');
    r[i++] = bpf_strnchr(hello, -1, 'x');
    r[i++] = bpf_strrchr(hello, 'e');
    r[i++] = bpf_strrchr(hello, 'x');
    r[i++] = bpf_strrchr(hello, 0);
    r[i++] = bpf_strlen(hello);
    r[i++] = bpf_strlen(empty);
    r[i++] = bpf_strnlen(hello, 4);
    r[i++] = bpf_strnlen(hello, 400);
    r[i++] = bpf_strnlen(hello, 0);
    r[i++] = bpf_strspn(hello, letters);
    r[i++] = bpf_strspn(hello, empty);
    r[i++] = bpf_strspn(empty, letters);
    r[i++] = bpf_strcspn(hello, part);
    r[i++] = bpf_strcspn(hello, no);
    r[i++] = bpf_strcspn(hello, empty);
    r[i++] = bpf_strstr(hello, part);
    r[i++] = bpf_strstr(hello, no);
    r[i++] = bpf_strstr(hello, empty);
    r[i++] = bpf_strstr(hello, tail);
    r[i++] = bpf_strnstr(hello, tail, 10);
    r[i++] = bpf_strnstr(hello, tail, 9);
    r[i++] = bpf_strnstr(hello, tail, 400);
    r[i++] = bpf_strnstr(hello, empty, 0);
    r[i++] = bpf_strnstr(hello, tail, 0);
    return 0;
}

SEC("syscall")
int texts_without_case(void *context)
{
    BEGIN;
    r[0] = bpf_strcasecmp(hello, upper);
    r[1] = bpf_strcasecmp(hello2, upper);
    r[2] = bpf_strcasecmp(latin, latin_lower);
    r[3] = bpf_strcasecmp(empty, upper);
    return 0;
}

SEC("syscall")
int texts_nowhere(void *context)
{
    BEGIN;
    int i = 0;
    const char *user = (const char *)8, *kernel = (const char *)-4096;
    r[i++] = bpf_strcmp(hello, user);
    r[i++] = bpf_strcmp(user, hello);
    r[i++] = bpf_strcmp(hello, kernel);
    r[i++] = bpf_strchr(user, 'a');
    r[i++] = bpf_strchr(kernel, 'a');
    r[i++] = bpf_strlen(user);
    r[i++] = bpf_strlen(kernel);
    r[i++] = bpf_strnlen(kernel, 0);
    r[i++] = bpf_strspn(empty, kernel);
    r[i++] = bpf_strspn(hello, kernel);
    r[i++] = bpf_strstr(hello, kernel);
    r[i++] = bpf_strrchr(user, 'a');
    return 0;
}

SEC("syscall")
int texts_too_long(void *context)
{
    BEGIN;
    int i = 0;
    for (__u32 at = 0; at < sizeof(endless); at++) {
        endless[at] = 'a';
        asm volatile("" ::: "memory"); // or it becomes memset, which there is none of
    }
    r[i++] = bpf_strlen(endless);
    r[i++] = bpf_strnlen(endless, 65535);
    r[i++] = bpf_strnlen(endless, 65536);
    r[i++] = bpf_strcmp(endless, endless);
    r[i++] = bpf_strchr(endless, 'b');
    r[i++] = bpf_strnchr(endless, 65535, 'b');
    r[i++] = bpf_strchrnul(endless, 'b');
    r[i++] = bpf_strrchr(endless, 'a');
    r[i++] = bpf_strspn(endless, letters + 3);
    r[i++] = bpf_strstr(endless, hello);
    return 0;
}
