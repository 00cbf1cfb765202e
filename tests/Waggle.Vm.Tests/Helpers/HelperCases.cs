using System.Text;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Objects;

namespace Waggle.Vm.Tests.Helpers;

/// <summary>Programs that every engine must give the same results for.</summary>
internal static class HelperCases
{
    private const string End = "\nr0 = 0\nexit\n";

    internal static IReadOnlyDictionary<string, HelperCase> All { get; } =
        Enumerable.Concat(Texts(), Memory()).Concat(Maps()).Concat(Packets()).Concat(Tunnels()).Concat(Frames()).Concat(Rings()).DistinctBy(c => c.Name).ToDictionary(c => c.Name, StringComparer.Ordinal);

    private static HelperCase Plain(string name, string text, params MapSpec[] maps) =>
        new(name, ProgramType.Syscall, HelperText.Expand(text + End)) { Maps = maps };

    private static IEnumerable<HelperCase> Texts()
    {
        string[] numbers = ["0", "42", "-42", "  7 rest", "0x1F", "0X1g", "017", "08", "+5", "-", "", " ", "99999999999999999999", "9223372036854775807",
            "9223372036854775808", "-9223372036854775808", "-9223372036854775809", "18446744073709551615", "18446744073709551616", "0x", "0xz", "\t-0x10",
            "000000000000000000000000000000000000000000000000000000000000000000001", "ffff"];
        foreach (string number in numbers)
        {
            foreach (int radix in new[] { 0, 8, 10, 16 })
                yield return Number(number, radix, number.Length);
        }

        yield return Number("12", 7, 2);
        yield return Number("12", 32, 2);
        yield return Number("123456", 10, 3);

        (string Left, string Right, int Size)[] pairs = [("abc", "abc", 4), ("abc", "abd", 4), ("abd", "abc", 4), ("abc", "abcd", 3), ("abc", "abcd", 4), ("", "a", 1), ("\u00ff", "a", 1)];
        foreach ((string left, string right, int size) in pairs)
        {
            yield return Plain($"bpf_strncmp {left} {right} {size}", $"text r1 0\nr2 = {size}\ntext r3 64\ncall bpf_strncmp\nsave 0")
                with
            { Constants = Constants(left, right) };
        }

        (string Format, long[] Values)[] formats =
        [
            ("plain", []), ("100%%", []), ("%d", [-5]), ("%d|%i|%u", [-1, 7, -1]), ("%x %X", [0xabcdef, 0xabcdef]), ("%ld %lld", [-5000000000, 5000000000]),
            ("%lu %llx", [-1, -1]), ("%5d|%-5d|%05d", [42, 42, 42]), ("%+d|% d", [5, 5]), ("%-05d|%+05d", [7, 7]), ("%8x|%-8x|%08llx", [255, 255, 255]), ("%c%c%c", [65, 66, 67]),
            ("%3c|%-3c|", [65, 66]), ("%d", []), ("%d %d", [1]), ("%y", [1]), ("%", [1]), ("%lld%", [1]), ("%5", [1]), ("%h", [1]), ("%px", [0x1234]), ("%20px|%-20px|", [0x1234, 0x1234]),
            ("%p", [0]), ("%#x", [5]), ("%.5d", [5]), ("%*d", [5, 6]), ("%lc", [65]), ("%pX", [5]), ("%pI5", [5]), ("%px.", [1]), ("a\u0001b", []), ("%s!x", [0]), ("%sx", [0]), ("%s", [0]), ("tab\t\n", []),
            ("%pks|%pus", [0, 0]), ("%l", [1]), ("%llld", [1]), ("%1000d", [1]), ("%d%d%d%d%d%d%d%d%d%d%d%d", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]), ("%0d", [3]), ("%  d", [3]), ("%X", [-1]), ("%ps", [0x10]), ("%pS", [0x10]),
        ];
        foreach ((string format, long[] values) in formats)
        {
            foreach (int size in new[] { 200, 4 })
                yield return Format(format, values, size);
        }

        yield return Plain("bpf_snprintf bad length", "result r1 64\nr2 = 8\ntext r3 0\nr5 = 0\n*(u64 *)(r10 -8) = r5\nr4 = r10\nr4 += -8\nr5 = 7\ncall bpf_snprintf\nsave 0")
            with
        { Constants = Constants("%d", "") };
        foreach (string format in new[] { "%pI4|%pi4", "%pI6|%pi6", "%pI4abc|%pI4x", "%s", "%10s|%-10s|", "%pks %pus." })
        {
            yield return Plain($"bpf_snprintf {format}",
                "r0 = 0x04030201fffefdfc ll\n*(u64 *)(r10 -8) = r0\nr0 = 0x68676600646362 ll\n*(u64 *)(r10 -16) = r0\n"
                + (format.Contains('s') ? "r0 = r10\nr0 += -16\n" : "r0 = r10\nr0 += -16\n")
                + "*(u64 *)(r10 -32) = r0\n*(u64 *)(r10 -24) = r0\nresult r1 64\nr2 = 100\ntext r3 0\nr4 = r10\nr4 += -32\nr5 = " + (format.Count(c => c == '%') * 8) + "\ncall bpf_snprintf\nsave 0")
                with
            { Constants = Constants(format, "") };
        }
    }

    private static HelperCase Number(string text, int radix, int length) => Plain($"strtol '{text}' {radix} {length}",
        $"text r1 0\nr2 = {Math.Max(length, 1)}\nr3 = {radix}\nr4 = r10\nr4 += -8\ncall bpf_strtol\nsave 0\nr0 = *(u64 *)(r10 -8)\nsave 1\n"
        + $"text r1 0\nr2 = {Math.Max(length, 1)}\nr3 = {radix}\nr4 = r10\nr4 += -8\ncall bpf_strtoul\nsave 2\nr0 = *(u64 *)(r10 -8)\nsave 3") with
    { Constants = Constants(text, "") };

    private static HelperCase Format(string format, long[] values, int size)
    {
        StringBuilder text = new();
        for (int i = 0; i < values.Length; i++) text.Append($"r0 = 0x{values[i]:x} ll\n*(u64 *)(r10 {-8 * (values.Length - i)}) = r0\n");
        string arguments = values.Length == 0 ? "r4 = 0\n" : $"r4 = r10\nr4 += {-8 * values.Length}\n";
        return Plain($"bpf_snprintf {format} {values.Length} {size}",
            $"{text}result r1 64\nr2 = {size}\ntext r3 0\n{arguments}r5 = {8 * values.Length}\ncall bpf_snprintf\nsave 0") with
        { Constants = Constants(format, "") };
    }

    private static byte[] Constants(string first, string second)
    {
        byte[] bytes = new byte[HelperCase.TextSize];
        Encoding.Latin1.GetBytes(first, bytes);
        Encoding.Latin1.GetBytes(second, bytes.AsSpan(64));
        return bytes;
    }

    private static IEnumerable<HelperCase> Memory()
    {
        const string Filled = "r0 = 0x6867666564636261 ll\n*(u64 *)(r10 -8) = r0\nr0 = 0x7a79780078777675 ll\n*(u64 *)(r10 -16) = r0\n";
        foreach (int size in new[] { 0, 1, 5, 8, 16 })
        {
            foreach (string helper in new[] { "bpf_probe_read_kernel", "bpf_probe_read_kernel_str", "bpf_probe_read_user", "bpf_probe_read_user_str" })
            {
                yield return Plain($"{helper} {size}", $"{Filled}result r1 64\nr2 = {size}\nr3 = r10\nr3 += -16\ncall {helper}\nsave 0");
                yield return Plain($"{helper} {size} of nothing", $"{Filled}result r1 64\nr0 = -1\n*(u64 *)(r1 +0) = r0\nr2 = {size}\nr3 = 16\ncall {helper}\nsave 0");
            }
        }

        foreach ((int from, int to) in new[] { (0, 8), (8, 0), (8, 8), (4, 16), (16, 4), (3, 4), (4, 2), (0, 0), (16, 16) })
        {
            foreach (uint seed in new uint[] { 0, 0x1234, 0xffffffff })
            {
                yield return new HelperCase($"bpf_csum_diff {from} {to} {seed}", ProgramType.SchedCls, HelperText.Expand(
                    $"{Filled}r1 = r10\nr1 += -16\nr2 = {from}\nr3 = r10\nr3 += -16\nr4 = {to}\nr5 = 0x{seed:x} ll\ncall bpf_csum_diff\nsave 0{End}"))
                { Packet = Samples.IPv4, Since = new(6, 13) };
            }
        }

        const string Make = Filled + "result r1 128\nr2 = 16\nr3 = 0\nr4 = r10\nr4 += -32\ncall bpf_dynptr_from_mem\nsave 0\n";
        foreach ((int size, int offset, int flags) in new[] { (8, 0, 0), (16, 0, 0), (17, 0, 0), (8, 8, 0), (8, 9, 0), (0, 16, 0), (0, 17, 0), (8, 0, 1), (4, -1, 0) })
        {
            yield return Plain($"bpf_dynptr_write {size} {offset} {flags}",
                Make + $"r1 = r10\nr1 += -32\nr2 = {offset}\nr3 = r10\nr3 += -16\nr4 = {Math.Min(size, 16)}\nr5 = {flags}\ncall bpf_dynptr_write\nsave 1");
            yield return Plain($"bpf_dynptr_read {size} {offset} {flags}",
                Make + $"r1 = r10\nr1 += -32\nr2 = 0\nr3 = r10\nr3 += -16\nr4 = 16\nr5 = 0\ncall bpf_dynptr_write\nsave 1\n"
                + $"result r1 64\nr2 = {size}\nr3 = r10\nr3 += -32\nr4 = {offset}\nr5 = {flags}\ncall bpf_dynptr_read\nsave 2");
            yield return Plain($"bpf_dynptr_data {size} {offset}",
                Make + $"r1 = r10\nr1 += -32\nr2 = {offset}\nr3 = {size}\ncall bpf_dynptr_data\nif r0 == 0 goto none\nr0 = 1\nnone:\nsave 1");
        }

        yield return Plain("bpf_dynptr_from_mem with flags", "result r1 128\nr2 = 16\nr3 = 1\nr4 = r10\nr4 += -32\ncall bpf_dynptr_from_mem\nsave 0\n"
            + "result r1 64\nr2 = 8\nr3 = r10\nr3 += -32\nr4 = 0\nr5 = 0\ncall bpf_dynptr_read\nsave 1");
        yield return Plain("bpf_get_current_comm is padded", "result r1 64\nr2 = 1\ncall bpf_get_current_comm\nsave 0");
        yield return Plain("bpf_trace_printk without an end", Filled + "r1 = r10\nr1 += -8\nr2 = 8\nr3 = 0\nr4 = 0\nr5 = 0\ncall bpf_trace_printk\nsave 0");
        yield return Plain("bpf_trace_vprintk bad length", Filled + "r1 = r10\nr1 += -16\nr2 = 8\nr3 = r10\nr3 += -8\nr4 = 7\nr5 = 0\ncall bpf_trace_vprintk\nsave 0");
        yield return Plain("bpf_copy_from_user of nothing", "result r1 64\nr2 = 8\nr3 = 16\ncall bpf_copy_from_user\nsave 0");
        yield return Plain("bpf_get_current_ancestor_cgroup_id of no level", "r1 = -1\ncall bpf_get_current_ancestor_cgroup_id\nsave 0");
    }

    // Sleepable programs take few kinds of map.
    private static HelperCase Filter(string name, string text, params MapSpec[] maps) => Traffic(name, text) with { Maps = maps };

    private static IEnumerable<HelperCase> Maps()
    {
        const string KeyValue = "r0 = 5\n*(u64 *)(r10 -8) = r0\nr0 = 77\n*(u64 *)(r10 -16) = r0\n";
        foreach ((MapType kind, int keySize, int entries) in new[] { (MapType.Hash, 4, 2), (MapType.Array, 4, 8), (MapType.LruHash, 4, 8), (MapType.PerCpuArray, 4, 8), (MapType.PerCpuHash, 4, 8), (MapType.LpmTrie, 8, 4) })
        {
            MapSpec map = new("map", kind) { KeySizeInBytes = keySize, ValueSizeInBytes = 8, MaxEntries = (uint)entries, Flags = kind == MapType.LpmTrie ? 1u : 0 };
            foreach (int flags in new[] { 0, 1, 2, 3, 4, 99 })
            {
                yield return Filter($"bpf_map_update_elem {kind} {flags}", KeyValue
                    + $"r1 = map[map]\nr2 = r10\nr2 += -8\nr3 = r10\nr3 += -16\nr4 = {flags}\ncall bpf_map_update_elem\nsave 0\n"
                    + $"r1 = map[map]\nr2 = r10\nr2 += -8\nr3 = r10\nr3 += -16\nr4 = {flags}\ncall bpf_map_update_elem\nsave 1\n"
                    + "r1 = map[map]\nr2 = r10\nr2 += -8\ncall bpf_map_lookup_elem\nif r0 == 0 goto none\nr0 = *(u64 *)(r0 +0)\nnone:\nsave 2\n"
                    + "r1 = map[map]\nr2 = r10\nr2 += -8\ncall bpf_map_delete_elem\nsave 3\nr1 = map[map]\nr2 = r10\nr2 += -8\ncall bpf_map_delete_elem\nsave 4", map);
            }
        }

        foreach (MapType kind in new[] { MapType.Queue, MapType.Stack })
        {
            MapSpec map = new("map", kind) { ValueSizeInBytes = 8, MaxEntries = 2 };
            string push = "";
            for (int i = 0; i < 4; i++)
                push += $"r0 = {i + 1}\n*(u64 *)(r10 -8) = r0\nr1 = map[map]\nr2 = r10\nr2 += -8\nr3 = {(i == 3 ? 2 : 0)}\ncall bpf_map_push_elem\nsave {i}\n";
            string pop = "";
            for (int i = 0; i < 4; i++)
                pop += $"r1 = map[map]\nr2 = r10\nr2 += -8\ncall {(i == 0 ? "bpf_map_peek_elem" : "bpf_map_pop_elem")}\nsave {4 + 2 * i}\nr0 = *(u64 *)(r10 -8)\nsave {5 + 2 * i}\n";
            yield return Filter($"push, peek and pop of a {kind}", push + pop, map);
        }

        yield return Filter("bpf_map_peek_elem of a Bloom filter",
            "r0 = 7\n*(u64 *)(r10 -8) = r0\nr1 = map[map]\nr2 = r10\nr2 += -8\ncall bpf_map_peek_elem\nsave 0\nr1 = map[map]\nr2 = r10\nr2 += -8\nr3 = 0\ncall bpf_map_push_elem\nsave 1\n"
            + "r1 = map[map]\nr2 = r10\nr2 += -8\ncall bpf_map_peek_elem\nsave 2\nr1 = map[map]\nr2 = r10\nr2 += -8\nr3 = 1\ncall bpf_map_push_elem\nsave 3",
            new MapSpec("map", MapType.BloomFilter) { ValueSizeInBytes = 8, MaxEntries = 10 });
        foreach (long cpu in new[] { 0L, 1000000, -1 })
        {
            yield return Filter($"bpf_map_lookup_percpu_elem {cpu}", $"r0 = 1\n*(u32 *)(r10 -4) = r0\nr1 = map[map]\nr2 = r10\nr2 += -4\nr3 = {cpu}\ncall bpf_map_lookup_percpu_elem\n"
                + "if r0 == 0 goto none\nr0 = 1\nnone:\nsave 0", new MapSpec("map", MapType.PerCpuArray) { KeySizeInBytes = 4, ValueSizeInBytes = 8, MaxEntries = 2 });
        }
    }

    private static IEnumerable<HelperCase> Rings()
    {
        MapSpec ring = new("ring", MapType.RingBuffer) { MaxEntries = 4096 };
        const string Query = "r1 = map[ring]\nr2 = 0\ncall bpf_ringbuf_query\nsave 8\nr1 = map[ring]\nr2 = 1\ncall bpf_ringbuf_query\nsave 9\nr1 = map[ring]\nr2 = 2\ncall bpf_ringbuf_query\nsave 10\n"
            + "r1 = map[ring]\nr2 = 3\ncall bpf_ringbuf_query\nsave 11\nr1 = map[ring]\nr2 = 9\ncall bpf_ringbuf_query\nsave 12\n";
        foreach ((int size, int flags) in new[] { (0, 0), (1, 0), (8, 0), (9, 1), (16, 2), (16, 4), (16, 8) })
        {
            yield return Plain($"bpf_ringbuf_output {size} {flags}", "r0 = 1\n*(u64 *)(r10 -8) = r0\n*(u64 *)(r10 -16) = r0\n"
                + $"r1 = map[ring]\nr2 = r10\nr2 += -16\nr3 = {size}\nr4 = {flags}\ncall bpf_ringbuf_output\nsave 0\n" + Query, ring);
        }

        foreach (int size in new[] { 8, 100, 4080, 4088, 4089, 100000 })
        {
            yield return Plain($"bpf_ringbuf_reserve {size}", $"r1 = map[ring]\nr2 = {size}\nr3 = 0\ncall bpf_ringbuf_reserve\nif r0 == 0 goto none\nr7 = 5\n*(u64 *)(r0 +0) = r7\n"
                + $"r1 = r0\nr2 = 0\ncall bpf_ringbuf_submit\nr0 = 1\nnone:\nsave 0\n" + Query, ring);
        }

        yield return Plain("bpf_ringbuf_discard", "r1 = map[ring]\nr2 = 24\nr3 = 0\ncall bpf_ringbuf_reserve\nif r0 == 0 goto none\nr1 = r0\nr2 = 0\ncall bpf_ringbuf_discard\nnone:\n" + Query, ring);
        foreach ((int size, int flags) in new[] { (8, 0), (4088, 0), (4089, 0), (20000000, 0), (8, 1) })
        {
            yield return Plain($"bpf_ringbuf_reserve_dynptr {size} {flags}", $"r1 = map[ring]\nr2 = {size}\nr3 = {flags}\nr4 = r10\nr4 += -16\ncall bpf_ringbuf_reserve_dynptr\nsave 0\n"
                + "r0 = 9\n*(u64 *)(r10 -24) = r0\nr1 = r10\nr1 += -16\nr2 = 0\nr3 = r10\nr3 += -24\nr4 = 8\nr5 = 0\ncall bpf_dynptr_write\nsave 1\n"
                + "r1 = r10\nr1 += -16\nr2 = 0\ncall bpf_ringbuf_submit_dynptr\n" + Query, ring);
            yield return Plain($"bpf_ringbuf_discard_dynptr {size} {flags}", $"r1 = map[ring]\nr2 = {size}\nr3 = {flags}\nr4 = r10\nr4 += -16\ncall bpf_ringbuf_reserve_dynptr\nsave 0\n"
                + "r1 = r10\nr1 += -16\nr2 = 0\ncall bpf_ringbuf_discard_dynptr\n" + Query, ring);
        }
    }

    private static HelperCase Traffic(string name, string text, byte[]? packet = null) =>
        new(name, ProgramType.SchedCls, HelperText.Expand(text + End)) { Packet = packet ?? Samples.IPv4 };

    // struct bpf_tunnel_key: id 7, two addresses, type and time to live, a label; what is written is read again, the other way round.
    private static IEnumerable<HelperCase> Tunnels()
    {
        static string Key(uint label) => $"""
            r0 = 0xc000020100000007 ll
            *(u64 *)(r10 -48) = r0
            r0 = 0x1111111122222222 ll
            *(u64 *)(r10 -40) = r0
            r0 = 0x0000404033333333 ll
            *(u64 *)(r10 -32) = r0
            r0 = 0x{0xc0000202_00000000 | label:x} ll
            *(u64 *)(r10 -24) = r0
            r0 = 0x4444444455555555 ll
            *(u64 *)(r10 -16) = r0
            *(u64 *)(r10 -8) = r0

            """;
        static string Set(uint flags, int size) => $"ctx r1\nr2 = r10\nr2 += -48\nr3 = {size}\nr4 = {flags}\ncall bpf_skb_set_tunnel_key\n";

        foreach (uint flags in new uint[] { 0, 1, 2, 4, 8, 16, 31, 32 })
        {
            foreach (int size in new[] { 44, 28, 24, 22, 8, 40 })
            {
                foreach (uint label in new uint[] { 0, 0xABCDEF12 })
                {
                    yield return Traffic($"bpf_skb_set_tunnel_key {flags} {size} {label}",
                        Key(label) + Set(flags, size) + $"save 0\nctx r1\nresult r2 64\nr3 = {size}\nr4 = {flags & 1 | 16}\ncall bpf_skb_get_tunnel_key\nsave 1", Samples.IPv4);
                }
            }

            yield return Traffic($"bpf_skb_get_tunnel_key {flags}", Key(0) + Set(0, 44) + $"ctx r1\nresult r2 64\nr3 = 44\nr4 = {flags}\ncall bpf_skb_get_tunnel_key\nsave 0", Samples.IPv4);
            yield return Traffic($"bpf_skb_get_tunnel_key of nothing {flags}", $"ctx r1\nresult r2 64\nr3 = 44\nr4 = {flags}\ncall bpf_skb_get_tunnel_key\nsave 0", Samples.IPv4);
        }

        foreach (int size in new[] { 4, 8, 7, 16 })
        {
            foreach (int room in new[] { 4, 8, 16 })
            {
                foreach (bool hasKey in new[] { true, false })
                {
                    yield return Traffic($"bpf_skb_set_tunnel_opt {size} {room} {hasKey}",
                        Key(0) + (hasKey ? Set(0, 44) : "") + $"ctx r1\nr2 = r10\nr2 += -48\nr3 = {size}\ncall bpf_skb_set_tunnel_opt\nsave 0\n"
                        + $"ctx r1\nresult r2 64\nr3 = {room}\ncall bpf_skb_get_tunnel_opt\nsave 1", Samples.IPv4);
                }
            }
        }

        foreach ((int family, int size, int flags) in new[] { (3, 64, 0), (2, 63, 0), (2, 64, 64), (10, 63, 64), (3, 64, 64) })
        {
            yield return Traffic($"bpf_fib_lookup {family} {size} {flags}",
                $"r0 = {family}\nresult r2 64\n*(u64 *)(r2 +0) = r0\nctx r1\nresult r2 64\nr3 = {size}\nr4 = {flags}\ncall bpf_fib_lookup\nsave 0", Samples.IPv4);
        }
    }

    private static IEnumerable<HelperCase> Packets()
    {
        foreach ((byte[] packet, string what) in new[] { (Samples.IPv4, "IPv4"), (Samples.IPv6, "IPv6"), (Samples.Vlan, "VLAN"), (Samples.Other, "other") })
        {
            // Fields of the context after each, and the packet itself is compared.
            const string Fields = "r0 = *(u32 *)(r6 +0)\nsave 20\nr0 = *(u32 *)(r6 +16)\nsave 21\nr0 = *(u32 *)(r6 +20)\nsave 22\nr0 = *(u32 *)(r6 +24)\nsave 23\nr0 = *(u32 *)(r6 +28)\nsave 24\n";
            foreach ((int offset, int size) in new[] { (0, 8), (30, 8), (0, 16), (1000, 4), (-1, 4), (50, 8), (62, 4) })
            {
                yield return Traffic($"bpf_skb_load_bytes {what} {offset} {size}", $"ctx r1\nr2 = {offset}\nresult r3 64\nr4 = {size}\ncall bpf_skb_load_bytes\nsave 0", packet);
                foreach (int header in new[] { 0, 1, 2 })
                {
                    yield return Traffic($"bpf_skb_load_bytes_relative {what} {offset} {size} {header}",
                        $"ctx r1\nr2 = {offset}\nresult r3 64\nr4 = {size}\nr5 = {header}\ncall bpf_skb_load_bytes_relative\nsave 0", packet);
                }

                foreach (int flags in new[] { 0, 1, 2, 4 })
                {
                    yield return Traffic($"bpf_skb_store_bytes {what} {offset} {size} {flags}",
                        $"r0 = 0x1122334455667788 ll\n*(u64 *)(r10 -8) = r0\n*(u64 *)(r10 -16) = r0\nctx r1\nr2 = {offset}\nr3 = r10\nr3 += -16\nr4 = {size}\nr5 = {flags}\ncall bpf_skb_store_bytes\nsave 0", packet);
                }
            }

            foreach ((int difference, int mode, long flags) in new (int, int, long)[] { (8, 0, 0), (8, 1, 0), (-8, 0, 0), (-8, 1, 0), (0, 0, 0), (5000, 0, 0), (-5000, 1, 0), (8, 2, 0), (20, 1, 2), (40, 1, 4), (28, 1, 2 | 16),
                (20, 1, 6), (-20, 1, 128), (-20, 0, 256), (20, 1, 128), (8, 1, 1024), (14, 1, 2 | 64), (30, 1, 2 | 64 | (14L << 56)), (8, 0, 32), (-4, 1, 2), (-40, 1, 0), (24, 1, 2 | 8) })
            {
                yield return Traffic($"bpf_skb_adjust_room {what} {difference} {mode} {flags}",
                    $"ctx r1\nr2 = {difference}\nr3 = {mode}\nr4 = 0x{flags:x} ll\ncall bpf_skb_adjust_room\nsave 0\n{Fields}", packet);
            }

            foreach ((int length, int flags) in new[] { (20, 0), (14, 0), (13, 0), (200, 0), (20000, 0), (60, 1), (62, 0) })
            {
                yield return Traffic($"bpf_skb_change_tail {what} {length} {flags}", $"ctx r1\nr2 = {length}\nr3 = {flags}\ncall bpf_skb_change_tail\nsave 0\n{Fields}", packet);
                yield return Traffic($"bpf_skb_change_head {what} {length} {flags}", $"ctx r1\nr2 = {length}\nr3 = {flags}\ncall bpf_skb_change_head\nsave 0\n{Fields}", packet);
                yield return Traffic($"bpf_skb_pull_data {what} {length}", $"ctx r1\nr2 = {length}\ncall bpf_skb_pull_data\nsave 0\n{Fields}", packet);
            }

            foreach (int protocol in new[] { 0x0008, 0xdd86, 0x0081 })
                yield return Traffic($"bpf_skb_change_proto {what} {protocol:x}", $"ctx r1\nr2 = {protocol}\nr3 = 0\ncall bpf_skb_change_proto\nsave 0\n{Fields}", packet);
            foreach (int type in new[] { 0, 1, 3, 4 })
                yield return Traffic($"bpf_skb_change_type {what} {type}", $"ctx r1\nr2 = {type}\ncall bpf_skb_change_type\nsave 0\nr0 = *(u32 *)(r6 +4)\nsave 1", packet);
            yield return Traffic($"bpf_skb_vlan_push {what}", $"ctx r1\nr2 = {0x0081}\nr3 = 5\ncall bpf_skb_vlan_push\nsave 0\n{Fields}", packet);
            yield return Traffic($"bpf_skb_vlan_push {what} twice", $"ctx r1\nr2 = {0x0081}\nr3 = 5\ncall bpf_skb_vlan_push\nsave 0\nctx r1\nr2 = {0xa888}\nr3 = 6\ncall bpf_skb_vlan_push\nsave 1\n{Fields}", packet);
            yield return Traffic($"bpf_skb_vlan_pop {what}", $"ctx r1\ncall bpf_skb_vlan_pop\nsave 0\n{Fields}", packet);
            yield return Traffic($"bpf_skb_vlan_pop {what} after two pushes",
                $"ctx r1\nr2 = {0x1234}\nr3 = 5\ncall bpf_skb_vlan_push\nctx r1\nr2 = {0xa888}\nr3 = 6\ncall bpf_skb_vlan_push\nctx r1\ncall bpf_skb_vlan_pop\nsave 0\n{Fields}", packet);
            yield return Traffic($"bpf_skb_ecn_set_ce {what}", $"ctx r1\ncall bpf_skb_ecn_set_ce\nsave 0", packet);
            yield return Traffic($"bpf_skb_set_tstamp {what}", "ctx r1\nr2 = 1000\nr3 = 1\ncall bpf_skb_set_tstamp\nsave 0\nctx r1\nr2 = 0\nr3 = 1\ncall bpf_skb_set_tstamp\nsave 1\nctx r1\nr2 = 5\nr3 = 77\ncall bpf_skb_set_tstamp\nsave 2", packet);
        }

        byte[] congested = [.. Samples.IPv4];
        congested[15] = 1;
        yield return Traffic("bpf_skb_ecn_set_ce of a capable packet", "ctx r1\ncall bpf_skb_ecn_set_ce\nsave 0", congested);
        byte[] other = [.. Samples.IPv6];
        other[15] = 0x20;
        yield return Traffic("bpf_skb_ecn_set_ce of a capable IPv6 packet", "ctx r1\ncall bpf_skb_ecn_set_ce\nsave 0", other);

        foreach ((int offset, long from, long to, int flags) in new (int, long, long, int)[] { (24, 0x1234, 0x5678, 2), (24, 0x12345678, 0x9abcdef0, 4), (24, 0, 0x4321, 0), (24, 1, 5, 0), (24, 1, 2, 3), (24, 1, 2, 16),
            (25, 1, 2, 2), (1000, 1, 2, 2), (70000, 1, 2, 2), (24, 0xffff, 0, 2), (24, 0, 0xffff, 2), (24, 0xffffffff, 0xffffffff, 4) })
        {
            yield return Traffic($"bpf_l3_csum_replace {offset} {from} {to} {flags}", $"ctx r1\nr2 = {offset}\nr3 = 0x{from:x} ll\nr4 = 0x{to:x} ll\nr5 = {flags}\ncall bpf_l3_csum_replace\nsave 0");
            foreach (int more in new[] { 0, 16, 32, 96, 512, 128 })
                yield return Traffic($"bpf_l4_csum_replace {offset} {from} {to} {flags | more}", $"ctx r1\nr2 = {offset}\nr3 = 0x{from:x} ll\nr4 = 0x{to:x} ll\nr5 = {flags | more}\ncall bpf_l4_csum_replace\nsave 0");
        }

        string level = "";
        int place = 0;
        foreach (int step in new[] { 0, 1, 0, 1, 0, 1, 1, 1, 0, 2, 0, 3, 0, 2, 0, 9 }) level += $"ctx r1\nr2 = {step}\ncall bpf_csum_level\nsave {place++}\n";
        yield return Traffic("bpf_csum_level", level);
        yield return Traffic("bpf_csum_update", "ctx r1\nr2 = 5\ncall bpf_csum_update\nsave 0");
        yield return Traffic("bpf_set_hash", "ctx r1\nr2 = 1234\ncall bpf_set_hash\nsave 0\nctx r1\ncall bpf_get_hash_recalc\nsave 1\nr0 = *(u32 *)(r6 +68)\nsave 2\nctx r1\ncall bpf_set_hash_invalid\nsave 3\nr0 = *(u32 *)(r6 +68)\nsave 4");
        yield return Traffic("bpf_get_route_realm", "ctx r1\ncall bpf_get_route_realm\nsave 0");
        yield return Traffic("bpf_get_cgroup_classid", "ctx r1\ncall bpf_get_cgroup_classid\nsave 0");
        foreach (int flags in new[] { 0, 1, 2, 8 })
        {
            yield return Traffic($"bpf_redirect {flags}", $"r1 = 1\nr2 = {flags}\ncall bpf_redirect\nsave 0");
            yield return Traffic($"bpf_redirect_peer {flags}", $"r1 = 1\nr2 = {flags}\ncall bpf_redirect_peer\nsave 0");
            yield return Traffic($"bpf_redirect_neigh {flags}", $"r1 = 1\nr2 = 0\nr3 = 0\nr4 = {flags}\ncall bpf_redirect_neigh\nsave 0");
        }
    }

    private static HelperCase Frame(string name, string text) => new(name, ProgramType.Xdp, HelperText.Expand(text + End.Replace("r0 = 0", "r0 = 2", StringComparison.Ordinal))) { Packet = Samples.IPv4 };

    private static IEnumerable<HelperCase> Frames()
    {
        const string Length = "ctx r1\ncall bpf_xdp_get_buff_len\nsave 8\nr0 = *(u32 *)(r6 +4)\nr1 = *(u32 *)(r6 +0)\nr0 -= r1\nsave 9\nr0 = *(u32 *)(r6 +0)\nr1 = *(u32 *)(r6 +8)\nr0 -= r1\nsave 10\n";
        foreach (int by in new[] { 0, -14, 14, -216, -217, -256, 48, 49, 100, 1000 })
        {
            yield return Frame($"bpf_xdp_adjust_head {by}", $"ctx r1\nr2 = {by}\ncall bpf_xdp_adjust_head\nsave 0\n{Length}");
            yield return Frame($"bpf_xdp_adjust_tail {by}", $"ctx r1\nr2 = {by}\ncall bpf_xdp_adjust_tail\nsave 0\n{Length}");
            yield return Frame($"bpf_xdp_adjust_meta {by}", $"ctx r1\nr2 = {by}\ncall bpf_xdp_adjust_meta\nsave 0\n{Length}");
        }

        foreach (int by in new[] { 3458, 3459, -48, -49, 4000, -4000 }) yield return Frame($"bpf_xdp_adjust_tail {by} of a page", $"ctx r1\nr2 = {by}\ncall bpf_xdp_adjust_tail\nsave 0\n{Length}");
        foreach (int by in new[] { -4, -32, -36, -6, 4, -216, -220 })
        {
            yield return Frame($"bpf_xdp_adjust_meta {by} and head", $"ctx r1\nr2 = {by}\ncall bpf_xdp_adjust_meta\nsave 0\nctx r1\nr2 = -8\ncall bpf_xdp_adjust_head\nsave 1\n{Length}");
        }

        foreach ((int offset, int size) in new[] { (0, 8), (54, 8), (55, 8), (62, 1), (61, 1), (70000, 4), (-1, 4) })
        {
            yield return Frame($"bpf_xdp_load_bytes {offset} {size}", $"ctx r1\nr2 = {offset}\nresult r3 128\nr4 = {size}\ncall bpf_xdp_load_bytes\nsave 0");
            yield return Frame($"bpf_xdp_store_bytes {offset} {size}", $"r0 = 0x1122334455667788 ll\n*(u64 *)(r10 -8) = r0\nctx r1\nr2 = {offset}\nr3 = r10\nr3 += -8\nr4 = {size}\ncall bpf_xdp_store_bytes\nsave 0");
        }

        foreach (int flags in new[] { 0, 1 }) yield return Frame($"bpf_redirect of XDP {flags}", $"r1 = 1\nr2 = {flags}\ncall bpf_redirect\nsave 0");
    }
}
