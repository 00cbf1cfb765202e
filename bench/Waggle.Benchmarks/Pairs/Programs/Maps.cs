namespace Waggle.Benchmarks.Pairs.Programs;

using Waggle.CSharp;

[BpfProgram]
internal static class MapArray
{
    [MaxEntries(64)] private static readonly ArrayMap<ulong> s_numbers = new();

    [Xdp]
    private static XdpAction Run(ref XdpContext packet)
    {
        ulong x = Seed.Start, sum = 0;
        for (uint i = 0; i < 60; i++, x = Seed.Step(x))
        {
            uint key = (uint)x & 63;
            MapValue<ulong> found = s_numbers.Find(key);
            if (!found.Exists) continue;
            found.Value = x ^ i;
            sum = sum * 31 + found.Value + key;
        }

        return (XdpAction)Seed.Fold(sum);
    }
}

[BpfProgram]
internal static class MapHash
{
    [MaxEntries(1024)] private static readonly HashMap<ulong, ulong> s_table = new();

    [Xdp]
    private static XdpAction Run(ref XdpContext packet)
    {
        ulong x = Seed.Start, sum = 0;
        if (!s_table.Find(1).Exists)
        {
            for (ulong key = 1; key <= 200; key++) s_table[key] = key * 3;
        }

        for (int i = 0; i < 50; i++, x = Seed.Step(x))
        {
            MapValue<ulong> found = s_table.Find(x & 255);
            sum = sum * 31 + (found.Exists ? found.Value : 7);
        }

        return (XdpAction)Seed.Fold(sum);
    }
}

[BpfProgram]
internal static class MapHistogram
{
    [MaxEntries(64)] private static readonly ArrayMap<ulong> s_buckets = new();

    [Xdp]
    private static XdpAction Run(ref XdpContext packet)
    {
        ulong x = Seed.Start;
        uint sum = 0;
        for (int i = 0; i < 60; i++, x = Seed.Step(x))
        {
            uint log = Bpf.Log2(x >> (int)(x & 63));
            MapValue<ulong> count = s_buckets.Find(log);
            if (count.Exists) Interlocked.Increment(ref count.Value);
            sum = sum * 31 + log;
        }

        return (XdpAction)sum;
    }
}

[BpfProgram]
internal static class MapPercpu
{
    [MaxEntries(16)] private static readonly PerCpuArrayMap<ulong> s_counters = new();

    [Xdp]
    private static XdpAction Run(ref XdpContext packet)
    {
        ulong sum = 0;
        for (uint i = 0; i < 80; i++)
        {
            MapValue<ulong> found = s_counters.Find(i & 15);
            if (!found.Exists) return (XdpAction)1;
            found.Value = i < 16 ? Seed.Start & 0xff : found.Value + i;
            sum = sum * 31 + found.Value;
        }

        return (XdpAction)Seed.Fold(sum);
    }
}

[BpfProgram]
internal static class HelperCalls
{
    [Xdp]
    private static XdpAction Run(ref XdpContext packet)
    {
        ulong sum = Seed.Start, before = Bpf.Now;
        for (int i = 0; i < 20; i++)
        {
            ulong now = Bpf.Now;
            sum = sum * 31 + (now >= before ? 1UL : 0);
            before = now;
        }

        return (XdpAction)Seed.Fold(sum);
    }
}
