// The same work as the harnesses in C#, done by libbpf: compiled by the benchmark and called from it, so that both sides run in
// turns in one process. Each function returns nanoseconds, or a negative error number.
#define _GNU_SOURCE
#include <bpf/bpf.h>
#include <bpf/btf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static long long now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static int silent(enum libbpf_print_level level, const char *format, va_list arguments)
{
    return 0;
}

const char *peer_version(void)
{
    libbpf_set_print(silent);
    return libbpf_version_string();
}

int peer_map_open(unsigned id)
{
    int map = bpf_map_get_fd_by_id(id);
    return map < 0 ? -errno : map;
}

void peer_map_close(int map)
{
    close(map);
}

long long peer_map_lookup(int map, unsigned count, unsigned keys)
{
    long long start = now();
    for (unsigned i = 0; i < count; i++) {
        unsigned key = i % keys;
        unsigned long long value;
        int error = bpf_map_lookup_elem(map, &key, &value);
        if (error)
            return error;
    }
    return now() - start;
}

long long peer_map_update(int map, unsigned count, unsigned keys)
{
    long long start = now();
    for (unsigned i = 0; i < count; i++) {
        unsigned key = i % keys;
        unsigned long long value = i;
        int error = bpf_map_update_elem(map, &key, &value, BPF_ANY);
        if (error)
            return error;
    }
    return now() - start;
}

// Reads the whole map, a batch at a time, as the harness in C# does.
long long peer_map_batch(int map, unsigned keys, unsigned batch)
{
    unsigned *key = malloc(batch * sizeof(*key));
    unsigned long long *value = malloc(batch * sizeof(*value));
    unsigned long long token = 0;
    unsigned total = 0;
    long long start = now();
    int error = 0;
    for (void *in = NULL; !error; in = &token) {
        unsigned count = batch;
        error = bpf_map_lookup_batch(map, in, &token, key, value, &count, NULL);
        total += count;
    }
    long long elapsed = now() - start;
    free(key);
    free(value);
    return error != -ENOENT ? error : total != keys ? -EINVAL : elapsed;
}

long long peer_load(const char *path)
{
    long long start = now();
    struct bpf_object *object = bpf_object__open_file(path, NULL);
    if (!object)
        return -errno;
    int error = bpf_object__load(object);
    bpf_object__close(object);
    return error ? error : now() - start;
}

long long peer_kernel_types(const char *type)
{
    long long start = now();
    struct btf *types = btf__load_vmlinux_btf();
    if (!types)
        return -errno;
    int id = btf__find_by_name_kind(types, type, BTF_KIND_STRUCT);
    btf__free(types);
    return id < 0 ? id : now() - start;
}

struct ring_peer {
    struct ring_buffer *ring;
    unsigned long long delivered, last, disorder;
};

static int on_record(void *context, void *data, size_t size)
{
    struct ring_peer *peer = context;
    unsigned long long number = *(unsigned long long *)data;
    if (number < peer->last || size != 64 || ((unsigned long long *)data)[7] != 7)
        peer->disorder++;
    peer->last = number;
    peer->delivered++;
    return 0;
}

struct ring_peer *peer_ring_open(int map)
{
    struct ring_peer *peer = calloc(1, sizeof(*peer));
    peer->ring = ring_buffer__new(map, on_record, peer, NULL);
    if (peer->ring)
        return peer;
    free(peer);
    return NULL;
}

// Returns the number of records so far, or a negative error number.
long long peer_ring_drain(struct ring_peer *peer)
{
    int error = ring_buffer__consume(peer->ring);
    return error < 0 ? error : peer->disorder ? -EPROTO : (long long)peer->delivered;
}

unsigned long long peer_ring_last(struct ring_peer *peer)
{
    return peer->last;
}

void peer_ring_close(struct ring_peer *peer)
{
    ring_buffer__free(peer->ring);
    free(peer);
}
