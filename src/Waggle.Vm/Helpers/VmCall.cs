using Waggle.Vm.Execution;

namespace Waggle.Vm.Helpers;

/// <summary>The call of a helper, for a helper that wants to know who calls. Valid until it returns.</summary>
public readonly unsafe ref struct VmCall
{
    private readonly RunContext _run;

    internal VmCall(RunContext run) => _run = run;

    /// <summary>The host of the engine: a way to the application's own state.</summary>
    public VmHost Host => _run.Host;

    /// <summary>Name of the program that calls.</summary>
    public string ProgramName => _run.Current.Image.Name;

    /// <summary>The virtual CPU, from 0. No other run is on it before the helper returns.</summary>
    public int Cpu => _run.Cpu;

    /// <summary>The program's context; empty for a program on plain memory.</summary>
    public ReadOnlySpan<byte> Context =>
        _run.Current.Image.Context.Size == 0 ? default : new((void*)_run.ContextStart, _run.Current.Image.Context.Size);

    /// <summary>The packet as it is now, or the memory of a program on plain memory; empty where there is none. It may be written to.</summary>
    public Span<byte> Packet => _run.PacketRoom1 == 0 ? default : new((void*)_run.PacketStart, (int)_run.PacketRoom1);
}
