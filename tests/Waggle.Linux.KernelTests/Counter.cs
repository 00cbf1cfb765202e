using Waggle.Bpf.Objects;
using Waggle.Linux.Programs;

namespace Waggle.Linux.KernelTests;

/// <summary>Loaded programs that count into one number.</summary>
internal sealed class Counter : IDisposable
{
    private readonly LoadedObject _loaded;

    public Counter(params ProgramSpec[] programs) =>
        _loaded = KernelAccess.RequireEngine().Load(new BpfObject { Programs = [.. programs], Maps = [Linux.KernelTests.Programs.Hits] });

    public KernelProgram Program => _loaded.Programs["count"];

    public IReadOnlyDictionary<string, KernelProgram> Programs => _loaded.Programs;

    public LoadedObject Loaded => _loaded;

    public ulong Hits => _loaded.Global<ulong>("hits", 8).Value;

    /// <summary>Waits until the kernel, which may deliver packets a little later, has counted so far; at most a minute.</summary>
    public void WaitFor(ulong hits) => SpinWait.SpinUntil(() => Hits >= hits, TimeSpan.FromMinutes(1));

    public void Dispose() => _loaded.Dispose();
}
