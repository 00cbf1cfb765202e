namespace Waggle.Bpf.Catalog;

/// <summary>Map types, with the numbers of <c>enum bpf_map_type</c> (include/uapi/linux/bpf.h, Linux 6.18).</summary>
public enum MapType
{
    /// <summary>Not said.</summary>
    Unspecified = 0,

    /// <summary>Hash table (3.19).</summary>
    Hash = 1,

    /// <summary>Array (3.19).</summary>
    Array = 2,

    /// <summary>Programs for tail calls (4.2).</summary>
    ProgramArray = 3,

    /// <summary>perf event descriptors, one for each CPU (4.3).</summary>
    PerfEventArray = 4,

    /// <summary>Hash table with a value for each CPU (4.6).</summary>
    PerCpuHash = 5,

    /// <summary>Array with a value for each CPU (4.6).</summary>
    PerCpuArray = 6,

    /// <summary>Stack traces (4.6).</summary>
    StackTrace = 7,

    /// <summary>cgroups (4.8).</summary>
    CgroupArray = 8,

    /// <summary>Hash table that drops the least recently used (4.10).</summary>
    LruHash = 9,

    /// <summary>The same with a value for each CPU (4.10).</summary>
    LruPerCpuHash = 10,

    /// <summary>Longest-prefix-match trie (4.11).</summary>
    LpmTrie = 11,

    /// <summary>Array of maps (4.12).</summary>
    ArrayOfMaps = 12,

    /// <summary>Hash of maps (4.12).</summary>
    HashOfMaps = 13,

    /// <summary>Network devices (4.14).</summary>
    DevMap = 14,

    /// <summary>Sockets (4.14).</summary>
    SockMap = 15,

    /// <summary>CPUs to redirect to (4.15).</summary>
    CpuMap = 16,

    /// <summary>AF_XDP sockets (4.18).</summary>
    XskMap = 17,

    /// <summary>Sockets by key (4.18).</summary>
    SockHash = 18,

    /// <summary>cgroup storage, deprecated form (4.19).</summary>
    CgroupStorageDeprecated = 19,

    /// <summary>Sockets of a reuseport group (4.19).</summary>
    ReuseportSockArray = 20,

    /// <summary>The deprecated cgroup storage with a value for each CPU (4.20).</summary>
    PerCpuCgroupStorageDeprecated = 21,

    /// <summary>Queue (4.20).</summary>
    Queue = 22,

    /// <summary>Stack (4.20).</summary>
    Stack = 23,

    /// <summary>Storage for each socket (5.2).</summary>
    SkStorage = 24,

    /// <summary>Network devices by key (5.4).</summary>
    DevMapHash = 25,

    /// <summary>Operations of a kernel struct (5.6).</summary>
    StructOps = 26,

    /// <summary>Ring buffer (5.8).</summary>
    RingBuffer = 27,

    /// <summary>Storage for each inode (5.10).</summary>
    InodeStorage = 28,

    /// <summary>Storage for each task (5.11).</summary>
    TaskStorage = 29,

    /// <summary>Bloom filter (5.16).</summary>
    BloomFilter = 30,

    /// <summary>Ring buffer from user space (6.1).</summary>
    UserRingBuffer = 31,

    /// <summary>Storage for each cgroup (6.2).</summary>
    CgroupStorage = 32,

    /// <summary>Memory shared with user space (6.9).</summary>
    Arena = 33,
}
