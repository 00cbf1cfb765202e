using Waggle.Vm.Maps;

namespace Waggle.Vm.Execution;

/// <summary>A timer, or work of a queue, that lies in a map's value.</summary>
/// <remarks>All of it is guarded by the lock of its <see cref="CallbackQueue"/>; nothing that matters is in the value itself, where programs may write.</remarks>
internal sealed unsafe class QueuedCallback(VmMap map, ulong value, SpecialFieldKind kind, int clock)
{
    /// <summary>The map; kept alive.</summary>
    internal VmMap Map { get; } = map;

    /// <summary>Address of the value.</summary>
    internal ulong Value { get; } = value;

    /// <summary>Timer or work.</summary>
    internal SpecialFieldKind Kind { get; } = kind;

    /// <summary>The clock that absolute times are of (<c>CLOCK_*</c>).</summary>
    internal int Clock { get; } = clock;

    /// <summary>The program whose function is called; null before that is set, and after a cancellation.</summary>
    internal Executable? Program { get; set; }

    /// <summary>Index of the function.</summary>
    internal int Function { get; set; }

    /// <summary>When it is due by the monotonic clock, and which came first; null if it is not set.</summary>
    internal (long Due, long Serial)? Place { get; set; }

    /// <summary>Runs of the callback that are under way: never more than one.</summary>
    internal bool IsRunning { get; set; }

    /// <summary>Whether the value has gone.</summary>
    internal bool IsGone { get; set; }

    /// <summary>Callbacks that wait for this one to end.</summary>
    internal int Cancelling { get; set; }
}
